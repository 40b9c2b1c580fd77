package dev.conveyor.streaming.redis.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Tells a server's limit on memory, as {@code redis.conf} writes it. */
final class MaxMemory {
  private static final Pattern BYTES = Pattern.compile("(?m)^maxmemory:([0-9]{1,18})\\r?$");
  private static final String[] UNITS = {"", "kb", "mb", "gb"};
  private static final int UNIT = 1024;

  private MaxMemory() {}

  /** {@code maxmemory=60mb}; empty if the user may not know it, or there is no limit. */
  static Optional<String> of(Jedis redis) {
    try {
      Matcher found = BYTES.matcher(redis.info("memory"));
      return found.find() && !found.group(1).equals("0")
          ? Optional.of("maxmemory=" + text(Long.parseLong(found.group(1))))
          : Optional.empty();
    } catch (JedisException e) {
      return Optional.empty();
    }
  }

  static String text(long bytes) {
    long count = bytes;
    int unit = 0;
    while (unit < UNITS.length - 1 && count % UNIT == 0) {
      count /= UNIT;
      unit++;
    }
    return count + UNITS[unit];
  }
}
