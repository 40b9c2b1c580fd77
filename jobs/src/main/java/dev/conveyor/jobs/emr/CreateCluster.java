package dev.conveyor.jobs.emr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts a request to arguments of {@code aws emr create-cluster}. This command has an option for
 * each field and accepts no request as a whole.
 */
final class CreateCluster {
  private static final Map<String, String> TEXTS =
      Map.of(
          "Name", "--name",
          "ReleaseLabel", "--release-label",
          "LogUri", "--log-uri",
          "ServiceRole", "--service-role",
          "SecurityConfiguration", "--security-configuration");
  private static final Map<String, String> OBJECTS =
      Map.of(
          "Applications", "--applications",
          "ManagedScalingPolicy", "--managed-scaling-policy",
          "AutoTerminationPolicy", "--auto-termination-policy");

  private CreateCluster() {}

  /**
   * Returns the arguments for a request and its steps.
   *
   * @param files takes the files to which the arguments refer, until the client has run
   */
  static List<String> words(Map<String, Object> request, List<EmrStep> steps, ClientFiles files) {
    List<String> words = new ArrayList<>(List.of("emr", "create-cluster"));
    request.forEach(
        (field, value) -> {
          if (TEXTS.containsKey(field)) {
            words.addAll(List.of(TEXTS.get(field), (String) value));
          } else if (OBJECTS.containsKey(field)) {
            words.addAll(List.of(OBJECTS.get(field), files.json(field, value)));
          }
        });
    Map<?, ?> instances = (Map<?, ?>) request.get("Instances");
    words.addAll(machines(instances, files));
    words.addAll(List.of("--ec2-attributes", files.json("Attributes", attributes(request))));
    words.add(
        Boolean.TRUE.equals(instances.get("KeepJobFlowAliveWhenNoSteps"))
            ? "--no-auto-terminate"
            : "--auto-terminate");
    words.add("--no-termination-protected");
    words.add("--visible-to-all-users");
    words.addAll(
        List.of("--steps", files.json("Steps", steps.stream().map(EmrStep::draft).toList())));
    words.addAll(tags((List<?>) request.get("Tags")));
    return words;
  }

  private static List<String> machines(Map<?, ?> instances, ClientFiles files) {
    if (instances.get("InstanceFleets") instanceof List<?> fleets) {
      return List.of("--instance-fleets", files.json("Fleets", fleets));
    }
    List<Object> groups = new ArrayList<>();
    for (Object group : (List<?>) instances.get("InstanceGroups")) {
      Map<Object, Object> draft = new LinkedHashMap<>((Map<?, ?>) group);
      draft.remove("Market");
      draft.put("InstanceGroupType", draft.remove("InstanceRole"));
      groups.add(draft);
    }
    return List.of("--instance-groups", files.json("Groups", groups));
  }

  private static Map<String, Object> attributes(Map<String, Object> request) {
    Map<?, ?> instances = (Map<?, ?>) request.get("Instances");
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("InstanceProfile", request.get("JobFlowRole"));
    if (instances.containsKey("Ec2SubnetId")) {
      attributes.put("SubnetId", instances.get("Ec2SubnetId"));
    }
    if (instances.containsKey("Ec2SubnetIds")) {
      attributes.put("SubnetIds", instances.get("Ec2SubnetIds"));
    }
    return attributes;
  }

  private static List<String> tags(List<?> tags) {
    List<String> words = new ArrayList<>();
    for (Object tag : tags) {
      words.add(
          ClientJson.text((Map<?, ?>) tag, "Key")
              + "="
              + ClientJson.text((Map<?, ?>) tag, "Value"));
    }
    if (!words.isEmpty()) {
      words.add(0, "--tags");
    }
    return words;
  }
}
