package dev.conveyor.jobs.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The keys in Redis after a round. */
final class RedisKeys {
  /**
   * The keys that a run keeps beside its source on purpose, that a query keeps beside its target,
   * and the capped history of a queue.
   */
  private static final Pattern KEPT =
      Pattern.compile("\\{.*}(:.*)?:(run:[^:]+|runs|sink:[^:]+|done|done:total)");

  /**
   * The number of a writer's last write and the stage of a task, kept for a day if the one that
   * wrote was killed.
   */
  private static final Pattern EXPIRING = Pattern.compile(":(writer|stage):");

  private RedisKeys() {}

  /** Keys that nothing needs any more; streams that were fed are no such keys. */
  static List<String> left(RedisPair redis, List<Source> sources) {
    return redis.ask(
        client -> {
          List<String> left = new ArrayList<>();
          Set<String> keys = new TreeSet<>(client.keys("*"));
          for (String key : keys) {
            boolean isStream =
                sources.stream().anyMatch(source -> source.from().contains("stream=" + key));
            boolean isExpiring = EXPIRING.matcher(key).find() && client.pttl(key) > 0;
            if (!isStream && !isExpiring && !KEPT.matcher(key).matches()) {
              left.add("key " + key + " (" + client.type(key) + ")");
            }
          }
          return left;
        });
  }
}
