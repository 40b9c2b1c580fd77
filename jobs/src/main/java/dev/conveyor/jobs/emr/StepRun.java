package dev.conveyor.jobs.emr;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run of a step on a cluster.
 *
 * @param logFolder the S3 folder of the cluster's logs, with a slash at the end; empty if none
 */
record StepRun(String cluster, String id, String logFolder) implements StartedRun {

  @Override
  public EmrRunState look(AwsClient aws) throws InterruptedException {
    Map<?, ?> step =
        aws.ask(
            "see how step " + id + " of cluster " + cluster + " stands",
            List.of("emr", "describe-step", "--cluster-id", cluster, "--step-id", id));
    EmrRunState state =
        new EmrRunState(ClientJson.text(step, "Step", "Status", "State"), reason(step));
    if (!state.isEnded() || state.isDone() || !state.reason().isEmpty()) {
      return state;
    }
    return new EmrRunState(state.name(), ExistingCluster.reason(aws, cluster));
  }

  private static String reason(Map<?, ?> step) {
    return Stream.of(
            ClientJson.text(step, "Step", "Status", "FailureDetails", "Reason"),
            ClientJson.text(step, "Step", "Status", "FailureDetails", "Message"),
            ClientJson.text(step, "Step", "Status", "StateChangeReason", "Message"))
        .filter(text -> !text.isEmpty())
        .distinct()
        .collect(Collectors.joining(": "));
  }

  @Override
  public String logs() {
    if (logFolder.isEmpty()) {
      return "none in S3, since cluster "
          + cluster
          + " has no log URI (yarn logs on its primary node)";
    }
    String place = logFolder + cluster;
    return place + "/steps/" + id + "/, of driver and tasks in " + place + "/containers/";
  }

  @Override
  public String cancellation() {
    return "aws emr cancel-steps --cluster-id "
        + cluster
        + " --step-ids "
        + id
        + " --step-cancellation-option SEND_INTERRUPT (and what stays on YARN with yarn application"
        + " -kill, on the primary node)";
  }
}
