package dev.conveyor.jobs.emr;

import java.util.List;

/**
 * The permissions and the network of a cluster.
 *
 * @param serviceRole the role of the EMR service
 * @param instanceProfile the instance profile of the machines and of the jobs on them
 * @param subnets the IDs of subnets from which EMR chooses; empty for the account's default
 * @param securityConfiguration the name of a security configuration; empty for none
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
