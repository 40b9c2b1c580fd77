package dev.conveyor.streaming.redis;

import java.util.regex.Pattern;

/**
 * What keys beside a key begin with, so that a cluster keeps them in one slot: {@code {KEY}}, or
 * KEY itself where it has a hash tag. See <a
 * href="https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags">hash
 * tags</a>.
 */
final class HashTag {
  private static final Pattern OWN = Pattern.compile("\\{[^}]+}");

  private HashTag() {}

  static String of(String key) {
    return OWN.matcher(key).find() ? key : "{" + key + "}";
  }
}
