package dev.conveyor.jobs.emr;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request to add steps to an existing cluster.
 *
 * @param id the ID of the cluster
 */
public record ExistingCluster(String id, JobJar jar, List<EmrStep> steps) implements Submission {
  private static final Set<String> GONE =
      Set.of("TERMINATING", "TERMINATED", "TERMINATED_WITH_ERRORS");

  /**
   * Checks the ID.
   *
   * @throws UnsupportedOnEmrException if it does not have the form {@code j-…}
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

  /**
   * Adds the steps.
   *
   * @throws EmrException if the cluster terminates or has terminated, its release cannot run the
   *     jar, or a request fails
   */
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

  /** Returns EMR's description of a cluster; an empty map if the answer holds none. */
  static Map<?, ?> describe(AwsClient aws, String cluster) throws InterruptedException {
    Map<?, ?> answer =
        aws.ask(
            "see cluster " + cluster, List.of("emr", "describe-cluster", "--cluster-id", cluster));
    return answer.get("Cluster") instanceof Map<?, ?> described ? described : Map.of();
  }

  /** Returns the cluster's state and its reason; empty if there is none or the request fails. */
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

  /**
   * Returns a log URI with a slash at the end; empty if it is empty. Replaces the scheme {@code
   * s3n}, which EMR reports for any cluster.
   */
  static String logFolder(String uri) {
    String place = uri.replaceFirst("^s3n://", "s3://");
    return place.isEmpty() || place.endsWith("/") ? place : place + "/";
  }
}
