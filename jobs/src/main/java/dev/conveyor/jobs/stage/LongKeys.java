package dev.conveyor.jobs.stage;

import java.util.Arrays;

/** The bytes of keys, one after another. Belongs to one thread. */
final class LongKeys {
  private byte[] bytes = new byte[64];
  private int length;

  /** Returns the array, which further keys may replace by a larger one. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns the number of bytes of all keys. */
  int length() {
    return length;
  }

  /**
   * Adds a key. On failure changes nothing.
   *
   * @return its index
   * @throws IllegalStateException if the keys exceed 2 GiB
   */
  int add(byte[] key, int from, int to) {
    int start = length;
    long end = (long) start + to - from;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Bytes.grownLength(bytes.length, end, "bytes of keys"));
    }
    System.arraycopy(key, from, bytes, start, to - from);
    length = (int) end;
    return start;
  }

  /** Returns whether a key of the same length is at this index. */
  boolean isAt(int start, byte[] key, int from, int to) {
    return KeyHash.same(bytes, start, key, from, to);
  }

  /** Removes the keys from this index on. */
  void cut(int end) {
    length = end;
  }
}
