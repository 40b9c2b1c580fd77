package dev.conveyor.jobs.emr;

/** A run that EMR has accepted. It continues without this process. */
public interface StartedRun {
  /** Returns the service's ID of the run. */
  String id();

  /**
   * Requests the current state.
   *
   * @throws EmrException if the request fails
   */
  EmrRunState look(AwsClient aws) throws InterruptedException;

  /** Returns the location of its logs as text for the user. They can appear minutes later. */
  String logs();

  /** Returns the shell command that cancels it, as text for the user. */
  String cancellation();
}
