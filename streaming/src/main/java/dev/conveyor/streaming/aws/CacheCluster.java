package dev.conveyor.streaming.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cache of ElastiCache or a cluster of MemoryDB.
 *
 * @param service {@code elasticache} or {@code memorydb}
 * @param name of the cache or cluster
 */
record CacheCluster(String service, String region, String name, Kind kind) {
  private static final Pattern FORM =
      Pattern.compile(
          "elasticache:(?:replicationgroup|(serverlesscache)):([A-Za-z0-9-]{1,63})"
              + "|memorydb:cluster/([A-Za-z0-9-]{1,63})");

  /** The deployment type. */
  enum Kind {
    NODE_BASED,
    SERVERLESS
  }

  /** Returns the cache of an ARN; empty if it names another resource. */
  static Optional<CacheCluster> of(Arn arn) {
    Matcher parts = FORM.matcher(arn.service() + ":" + arn.resource());
    if (!parts.matches()) {
      return Optional.empty();
    }
    String name = parts.group(2) == null ? parts.group(3) : parts.group(2);
    Kind kind = parts.group(1) == null ? Kind.NODE_BASED : Kind.SERVERLESS;
    return Optional.of(new CacheCluster(arn.service(), arn.region(), name, kind));
  }
}
