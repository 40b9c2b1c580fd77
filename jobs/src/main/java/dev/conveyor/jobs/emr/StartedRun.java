package dev.conveyor.jobs.emr;

/** Something that EMR runs for us, by now without us. */
public interface StartedRun {
  /** As the service names it. */
  String id();

  /**
   * Asks how it stands.
   *
   * @throws EmrException if the service cannot be asked
   */
  EmrRunState look(AwsClient aws) throws InterruptedException;

  /** Where its logs are, or will be some minutes later, for people. */
  String logs();

  /** The command that cancels it. */
  String cancellation();
}
