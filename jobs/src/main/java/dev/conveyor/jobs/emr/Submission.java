package dev.conveyor.jobs.emr;

import java.util.Map;
import java.util.function.Consumer;

/** A request to EMR, which is sent by {@link #submit}. Immutable. */
public interface Submission {
  /** Returns the request as maps and lists for {@link dev.conveyor.streaming.json.Json}. */
  Map<String, Object> request();

  /**
   * Returns this request without fields that the client is too old to send. Sends no request to
   * AWS.
   *
   * @param notes receives a line for the user about each omitted field
   */
  default Submission within(AwsClient aws, Consumer<String> notes) throws InterruptedException {
    return this;
  }

  /**
   * Sends the request.
   *
   * @throws EmrException if the client or the service fails, or the cluster or application cannot
   *     run the request
   */
  SubmittedRun submit(AwsClient aws) throws InterruptedException;
}
