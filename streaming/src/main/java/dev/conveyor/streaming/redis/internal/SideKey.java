package dev.conveyor.streaming.redis.internal;

import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the queue to which a key beside it belongs, the reverse of {@link HashTag}. */
public enum SideKey {
  /**
   * Messages that a reader holds, claims of a run, dead letters, what is done, what a query's tasks
   * have staged, and copies to look at.
   */
  LIST("(?s)dead|done|work:.+|claim:.+:[0-9]+|stage:.+:.+|sink:.+:stages(:[0-9]+)?|copy:.+"),
  /** The names of runs. */
  SET("runs"),
  /** The leases of readers. */
  ZSET("leases");

  private final Pattern suffix;

  SideKey(String suffix) {
    this.suffix = Pattern.compile(suffix);
  }

  /** Returns the type of these keys as Redis names it. */
  public String type() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Returns the queue of a key of this type; empty if the key stands for itself. A key of another
   * program that is named like one beside a queue is taken for that.
   */
  public Optional<String> queueOf(String name) {
    int close = name.startsWith("{") ? name.indexOf('}') : -1;
    if (close < 1 || !name.startsWith("}:", close)) {
      return Optional.empty();
    }
    String rest = name.substring(close + 2);
    if (!HashTag.hasBraces(rest)) {
      String queue = name.substring(1, close);
      return Optional.of(queue).filter(key -> isBeside(key, rest, name));
    }
    int brace = Math.max(rest.lastIndexOf('{'), rest.lastIndexOf('}'));
    for (int colon = rest.indexOf(':', brace); colon >= 0; colon = rest.indexOf(':', colon + 1)) {
      String queue = rest.substring(0, colon);
      if (isBeside(queue, rest.substring(colon + 1), name)) {
        return Optional.of(queue);
      }
    }
    return Optional.empty();
  }

  private boolean isBeside(String queue, String end, String name) {
    return suffix.matcher(end).matches()
        && !queue.isEmpty()
        && name.equals(HashTag.of(queue) + ":" + end);
  }
}
