package dev.conveyor.jobs.emr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The nodes of a cluster: a primary node and, scaled by EMR, nodes that do the work. Of one type
 * they are instance groups; of several, instance fleets, of which EMR takes what there is.
 *
 * @param least number of nodes that work
 * @param most likewise
 * @param extra how those beyond the least are bought
 */
public record ClusterNodes(List<String> types, int least, int most, Extra extra) {
  private static final int SPOT_MINUTES = 10;

  /** The purchase option of nodes beyond the least. */
  public enum Extra {
    ON_DEMAND,
    /** Cheap, and lost when AWS reclaims them: for tasks only, which are then repeated. */
    SPOT
  }

  /**
   * @throws UnsupportedOnEmrException if there can be no such cluster
   */
  public ClusterNodes {
    types = List.copyOf(types);
    if (least < 1 || most < least) {
      throw new UnsupportedOnEmrException(
          "cannot scale a cluster between "
              + least
              + " and "
              + most
              + " nodes; give --nodes LEAST..MOST, with LEAST 1 or more");
    }
    if (extra == Extra.SPOT && (types.size() == 1 || most == least)) {
      throw new UnsupportedOnEmrException(
          "cannot use --spot with "
              + (most == least ? "a fixed number of nodes" : "one type of machine")
              + ": EMR needs a choice; give several types by --instance-type and a range by"
              + " --nodes");
    }
  }

  private boolean isFleet() {
    return types.size() > 1;
  }

  /** Of the request's {@code Instances}. */
  Map<String, Object> instances() {
    Map<String, Object> instances = new LinkedHashMap<>();
    if (!isFleet()) {
      instances.put("InstanceGroups", List.of(group("MASTER", 1), group("CORE", least)));
      return instances;
    }
    List<Object> fleets =
        new ArrayList<>(
            List.of(
                fleet("MASTER", "TargetOnDemandCapacity", 1),
                fleet("CORE", "TargetOnDemandCapacity", least)));
    if (extra == Extra.SPOT) {
      Map<String, Object> tasks = fleet("TASK", "TargetSpotCapacity", 1);
      tasks.put("LaunchSpecifications", spot());
      fleets.add(tasks);
    }
    instances.put("InstanceFleets", fleets);
    return instances;
  }

  private Map<String, Object> group(String role, int count) {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("Name", role);
    group.put("InstanceRole", role);
    group.put("InstanceType", types.get(0));
    group.put("InstanceCount", count);
    group.put("Market", "ON_DEMAND");
    return group;
  }

  private Map<String, Object> fleet(String role, String capacity, int units) {
    Map<String, Object> fleet = new LinkedHashMap<>();
    fleet.put("Name", role);
    fleet.put("InstanceFleetType", role);
    fleet.put(capacity, units);
    Stream<Map<String, Object>> each =
        types.stream().map(type -> Map.of("InstanceType", type, "WeightedCapacity", 1));
    fleet.put("InstanceTypeConfigs", each.toList());
    return fleet;
  }

  private static Map<String, Object> spot() {
    Map<String, Object> spot = new LinkedHashMap<>();
    spot.put("TimeoutDurationMinutes", SPOT_MINUTES);
    spot.put("TimeoutAction", "SWITCH_TO_ON_DEMAND");
    spot.put("AllocationStrategy", "capacity-optimized");
    return Map.of("SpotSpecification", spot);
  }

  /** The request's {@code ManagedScalingPolicy}. */
  Map<String, Object> scaling() {
    Map<String, Object> limits = new LinkedHashMap<>();
    limits.put("UnitType", isFleet() ? "InstanceFleetUnits" : "Instances");
    limits.put("MinimumCapacityUnits", least);
    limits.put("MaximumCapacityUnits", most);
    if (extra == Extra.SPOT) {
      limits.put("MaximumOnDemandCapacityUnits", least);
      limits.put("MaximumCoreCapacityUnits", least);
    }
    return Map.of("ComputeLimits", limits);
  }
}
