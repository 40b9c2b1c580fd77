package dev.conveyor.jobs.emr;

import java.util.List;
import java.util.Map;

/**
 * A run of an application of EMR Serverless.
 *
 * @param logFolder the S3 folder of its logs, with a slash at the end; empty if EMR keeps them
 */
record ServerlessRun(String application, String id, String logFolder) implements StartedRun {

  @Override
  public EmrRunState look(AwsClient aws) throws InterruptedException {
    Map<?, ?> run =
        aws.ask(
            "see how run " + id + " of application " + application + " stands",
            List.of(
                "emr-serverless",
                "get-job-run",
                "--application-id",
                application,
                "--job-run-id",
                id));
    return new EmrRunState(
        ClientJson.text(run, "jobRun", "state"), ClientJson.text(run, "jobRun", "stateDetails"));
  }

  @Override
  public String logs() {
    return logFolder.isEmpty()
        ? "kept by EMR (aws emr-serverless get-dashboard-for-job-run --application-id "
            + application
            + " --job-run-id "
            + id
            + ")"
        : logFolder + "applications/" + application + "/jobs/" + id + "/";
  }

  @Override
  public String cancellation() {
    return "aws emr-serverless cancel-job-run --application-id "
        + application
        + " --job-run-id "
        + id;
  }
}
