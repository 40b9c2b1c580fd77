package dev.conveyor.jobs.emr;

import java.util.Map;
import java.util.function.Consumer;

/** A request to EMR. Immutable; nothing is sent before {@link #submit}. */
public interface Submission {
  /** Returns the request to the service, as {@link dev.conveyor.streaming.json.Json} takes it. */
  Map<String, Object> request();

  /**
   * The same, without what this client is too old to send. Asks the client only, not AWS.
   *
   * @param notes told what is lost by that
   */
  default Submission within(AwsClient aws, Consumer<String> notes) throws InterruptedException {
    return this;
  }

  /**
   * Sends it.
   *
   * @throws EmrException if the service refuses it, or what is there does not fit
   */
  SubmittedRun submit(AwsClient aws) throws InterruptedException;
}
