package dev.conveyor.jobs.stage;

import java.security.SecureRandom;

/** Hashes keys eight bytes at a time. */
final class KeyHash {
  /** Equal in all JVMs: the partition of a key must not depend on the task. */
  static final long COMMON = 0x9e3779b97f4a7c15L;

  private static final long FACTOR = 0xa0761d6478bd642fL;

  private static final long FIRST_SECRET = new SecureRandom().nextLong();
  private static final long SECOND_SECRET = new SecureRandom().nextLong() | 1;

  private KeyHash() {}

  /**
   * Returns the hash of two longs of a key. It multiplies them to 128 bits and folds these, like
   * Wang Yi's wyhash; the secret of this JVM keeps an attacker from choosing keys that collide.
   */
  static int secret(long first, long second) {
    long left = first ^ FIRST_SECRET;
    long right = second ^ SECOND_SECRET;
    return (int) (left * right ^ Math.multiplyHigh(left, right));
  }

  /** Returns a hash of a whole key that only this JVM knows. */
  static long secret(byte[] key, int from, int to) {
    return longOf(FIRST_SECRET, key, from, to);
  }

  /** Returns a hash that is the same on every machine for the same seed. */
  static int of(long seed, byte[] key, int from, int to) {
    return (int) longOf(seed, key, from, to);
  }

  private static long longOf(long seed, byte[] key, int from, int to) {
    long hash = seed ^ (to - from);
    int at = from;
    for (; to - at >= Long.BYTES; at += Long.BYTES) {
      hash = mix(hash ^ EightBytes.read(key, at));
    }
    return mix(hash ^ (at < to ? EightBytes.readTail(key, at, to) : 0));
  }

  /** Folds the two halves of a 128-bit product. */
  private static long mix(long value) {
    return value * FACTOR ^ Math.multiplyHigh(value, FACTOR);
  }

  /** Returns whether two ranges of the same length hold the same bytes. */
  static boolean same(byte[] left, int leftFrom, byte[] right, int from, int to) {
    int shift = leftFrom - from;
    int at = from;
    for (; to - at >= Long.BYTES; at += Long.BYTES) {
      if (EightBytes.read(left, at + shift) != EightBytes.read(right, at)) {
        return false;
      }
    }
    return at == to
        || EightBytes.readTail(left, at + shift, to + shift) == EightBytes.readTail(right, at, to);
  }
}
