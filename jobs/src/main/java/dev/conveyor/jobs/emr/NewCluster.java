package dev.conveyor.jobs.emr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request to create a cluster with its first steps.
 *
 * @param logUri a folder in S3
 * @param tags the values of tags, by key
 */
public record NewCluster(
    String name,
    EmrRelease release,
    String logUri,
    ClusterNodes machines,
    ClusterLifetime lifetime,
    ClusterAccess access,
    Map<String, String> tags,
    List<EmrStep> steps)
    implements Submission {

  public NewCluster {
    tags = new LinkedHashMap<>(tags);
    steps = List.copyOf(steps);
  }

  @Override
  public Map<String, Object> request() {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("Name", name);
    request.put("ReleaseLabel", release.label());
    request.put("LogUri", logUri);
    request.put("Applications", List.of(Map.of("Name", "Hadoop"), Map.of("Name", "Spark")));
    request.put("Instances", instances());
    request.put("ManagedScalingPolicy", machines.scaling());
    lifetime
        .idle()
        .ifPresent(
            span -> request.put("AutoTerminationPolicy", Map.of("IdleTimeout", span.toSeconds())));
    request.put("ServiceRole", access.serviceRole());
    request.put("JobFlowRole", access.instanceProfile());
    if (!access.securityConfiguration().isEmpty()) {
      request.put("SecurityConfiguration", access.securityConfiguration());
    }
    request.put("VisibleToAllUsers", true);
    List<Object> named = new ArrayList<>();
    tags.forEach((key, value) -> named.add(pair("Key", key, "Value", value)));
    request.put("Tags", named);
    request.put("Steps", steps.stream().map(EmrStep::request).toList());
    return request;
  }

  private Map<String, Object> instances() {
    Map<String, Object> instances = machines.instances();
    instances.put("KeepJobFlowAliveWhenNoSteps", lifetime.idle().isPresent());
    instances.put("TerminationProtected", false);
    if (access.subnets().size() == 1) {
      instances.put("Ec2SubnetId", access.subnets().get(0));
    } else if (!access.subnets().isEmpty()) {
      instances.put("Ec2SubnetIds", access.subnets());
    }
    return instances;
  }

  private static Map<String, Object> pair(String key, Object first, String other, Object second) {
    Map<String, Object> pair = new LinkedHashMap<>();
    pair.put(key, first);
    pair.put(other, second);
    return pair;
  }

  @Override
  public SubmittedRun submit(AwsClient aws) throws InterruptedException {
    String cluster;
    try (ClientFiles files = new ClientFiles()) {
      cluster =
          ClientJson.text(
              aws.ask("create a cluster", CreateCluster.words(request(), steps, files)),
              "ClusterId");
    }
    List<String> ids = new ArrayList<>(List.of(cluster));
    List<StartedRun> runs = new ArrayList<>();
    for (String step : stepIds(aws, cluster)) {
      ids.add(step);
      runs.add(new StepRun(cluster, step, ExistingCluster.logFolder(logUri)));
    }
    return new SubmittedRun(ids, runs);
  }

  /** Returns the IDs of a cluster's steps in execution order. EMR lists the last step first. */
  private static List<String> stepIds(AwsClient aws, String cluster) throws InterruptedException {
    Map<?, ?> answer =
        aws.ask(
            "see the steps of cluster " + cluster + ", which is made now",
            List.of("emr", "list-steps", "--cluster-id", cluster));
    List<String> ids = new ArrayList<>();
    if (answer.get("Steps") instanceof List<?> listed) {
      listed.forEach(step -> ids.add(ClientJson.text((Map<?, ?>) step, "Id")));
    }
    Collections.reverse(ids);
    return ids;
  }
}
