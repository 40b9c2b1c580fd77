package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Text and numbers in the form in which Redis takes arguments: UTF-8, numbers in decimal. */
public final class RedisBytes {
  private RedisBytes() {}

  public static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  public static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }
}
