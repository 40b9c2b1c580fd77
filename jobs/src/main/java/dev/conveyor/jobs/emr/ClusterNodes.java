package dev.conveyor.jobs.emr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The nodes of a cluster: a primary node, and others whose number EMR scales between limits. One
 * instance type makes instance groups. Several types make instance fleets, for which EMR chooses
 * among the available types.
 *
 * @param types the instance types, at least one
 * @param least the minimum number of nodes besides the primary node, 1 or more
 * @param most the maximum number of nodes besides the primary node
 * @param extra the purchase option of nodes beyond the minimum
 */
public record ClusterNodes(List<String> types, int least, int most, Extra extra) {
  private static final int SPOT_MINUTES = 10;

  /** The purchase option of nodes beyond the minimum. */
  public enum Extra {
    ON_DEMAND,
    /** Spot instances as task nodes. Tasks are repeated when AWS reclaims their node. */
    SPOT
  }

  /**
   * Checks the limits and the purchase option.
   *
   * @throws UnsupportedOnEmrException if the limits are no range, or spot instances are combined
   *     with one instance type or a fixed number of nodes
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

  /** Returns the nodes for the request's {@code Instances}, as a new mutable map. */
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

  /** Returns the request's {@code ManagedScalingPolicy}. */
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
