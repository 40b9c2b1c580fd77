package dev.conveyor.jobs.stage;

/** Hashes keys eight bytes at a time, the same on every machine for the same seed. */
final class KeyHash {
  /** Equal in all JVMs: the partition of a key must not depend on the task. */
  static final long COMMON = 0x9e3779b97f4a7c15L;

  private static final long FACTOR = 0xa0761d6478bd642fL;

  private KeyHash() {}

  static int of(long seed, byte[] key, int from, int to) {
    return (int) longOf(seed, key, from, to);
  }

  static long longOf(long seed, byte[] key, int from, int to) {
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
