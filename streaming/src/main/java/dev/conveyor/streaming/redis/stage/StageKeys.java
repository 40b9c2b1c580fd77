package dev.conveyor.streaming.redis.stage;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.redis.internal.HashTag;
import dev.conveyor.streaming.redis.internal.RedisServer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The keys of a query beside the key that it writes to, in the same slot: {@code sink:QUERY} is a
 * hash with the latest epoch in the target and the one that is being moved, {@code
 * sink:QUERY:stages} the list of its chosen stages, which are {@code sink:QUERY:stages:N}, {@code
 * sink:QUERY:next} the totals that are to take the place of all, and {@code stage:QUERY:ATTEMPT} a
 * stage that is not chosen.
 *
 * @param key the target
 * @param type of the target as Redis names it: {@code list}
 */
public record StageKeys(RedisServer server, String key, String type, String query) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  public StageKeys {
    checkName(query);
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("\"" + name + "\"");
    }
  }

  String stage(String attempt) {
    checkName(attempt);
    return beside("stage:" + query + ":" + attempt);
  }

  /** Returns the keys in the order in which the scripts name them. */
  List<byte[]> keys() {
    return List.of(
        bytes(key),
        bytes(beside("sink:" + query)),
        bytes(beside("sink:" + query + ":stages")),
        bytes(beside("sink:" + query + ":next")));
  }

  private String beside(String suffix) {
    return HashTag.of(key) + ":" + suffix;
  }
}
