package dev.conveyor.jobs.emr;

import java.util.List;

/**
 * The permissions and the network of a cluster.
 *
 * @param serviceRole that EMR has
 * @param instanceProfile that its machines have, and so the jobs on them
 * @param subnets to choose from; empty for the account's default
 * @param securityConfiguration by its name; empty for none
 */
public record ClusterAccess(
    String serviceRole,
    String instanceProfile,
    List<String> subnets,
    String securityConfiguration) {
  public ClusterAccess {
    subnets = List.copyOf(subnets);
  }
}
