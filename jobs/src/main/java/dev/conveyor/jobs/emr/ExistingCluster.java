package dev.conveyor.jobs.emr;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Steps for a cluster that is there. */
public record ExistingCluster(String id, JobJar jar, List<EmrStep> steps) implements Submission {
  private static final Set<String> GONE =
      Set.of("TERMINATING", "TERMINATED", "TERMINATED_WITH_ERRORS");

  /**
   * @throws UnsupportedOnEmrException if that is no cluster's id
   */
  public ExistingCluster {
    if (!id.matches("j-[A-Z0-9]+")) {
      throw new UnsupportedOnEmrException(
          "cannot add steps to cluster "
              + id
              + ": that is no id; aws emr list-clusters shows them");
    }
    steps = List.copyOf(steps);
  }

  @Override
  public Map<String, Object> request() {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("JobFlowId", id);
    request.put("Steps", steps.stream().map(EmrStep::request).toList());
    return request;
  }

  /** Adds them, if the cluster lives and its release is one for the jar. */
  @Override
  public SubmittedRun submit(AwsClient aws) throws InterruptedException {
    Map<?, ?> cluster = describe(aws, id);
    String state = ClientJson.text(cluster, "Status", "State");
    if (GONE.contains(state)) {
      throw new EmrException(
          "cannot add steps to cluster " + id + ": it is " + state + "; name one that lives");
    }
    jar.incompatibility(new EmrRelease(ClientJson.text(cluster, "ReleaseLabel")))
        .ifPresent(
            incompatibility -> {
              throw new EmrException(incompatibility);
            });
    List<String> added = add(aws);
    String logs = logFolder(ClientJson.text(cluster, "LogUri"));
    return new SubmittedRun(
        added, added.stream().<StartedRun>map(step -> new StepRun(id, step, logs)).toList());
  }

  private List<String> add(AwsClient aws) throws InterruptedException {
    try (ClientFiles files = new ClientFiles()) {
      String drafts = files.json("steps", steps.stream().map(EmrStep::draft).toList());
      Map<?, ?> answer =
          aws.ask(
              "add steps to cluster " + id,
              List.of("emr", "add-steps", "--cluster-id", id, "--steps", drafts));
      return answer.get("StepIds") instanceof List<?> ids
          ? ids.stream().map(String::valueOf).toList()
          : List.of();
    }
  }

  static Map<?, ?> describe(AwsClient aws, String cluster) throws InterruptedException {
    Map<?, ?> answer =
        aws.ask(
            "see cluster " + cluster, List.of("emr", "describe-cluster", "--cluster-id", cluster));
    return answer.get("Cluster") instanceof Map<?, ?> described ? described : Map.of();
  }

  /** Returns the cluster's reason for its end; empty if it gives none or does not answer. */
  static String reason(AwsClient aws, String cluster) throws InterruptedException {
    try {
      Map<?, ?> described = describe(aws, cluster);
      String message = ClientJson.text(described, "Status", "StateChangeReason", "Message");
      return message.isEmpty()
          ? ""
          : "cluster " + ClientJson.text(described, "Status", "State") + ": " + message;
    } catch (EmrException e) {
      return "";
    }
  }

  /** As one finds it again: clusters tell of {@code s3n}, whatever they were given. */
  static String logFolder(String uri) {
    String place = uri.replaceFirst("^s3n://", "s3://");
    return place.isEmpty() || place.endsWith("/") ? place : place + "/";
  }
}
