package dev.conveyor.streaming.redis.internal;

import redis.clients.jedis.exceptions.JedisDataException;

/** Recognizes errors that concern one key, and not the connection or the user as such. */
public final class NotPermittedKey {
  private NotPermittedKey() {}

  /** Returns whether the user may not read the key, or another program uses keys beside it. */
  public static boolean isReasonOf(JedisDataException e) {
    String said = String.valueOf(e.getMessage());
    boolean isDenied =
        said.contains("NOPERM") || said.contains("ACL failure") || said.contains("permission");
    return said.contains("WRONGTYPE") || (isDenied && said.contains("key"));
  }
}
