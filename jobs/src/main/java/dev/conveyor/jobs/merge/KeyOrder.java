package dev.conveyor.jobs.merge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The order of keys by their unsigned bytes, in which the first eight bytes decide mostly. */
final class KeyOrder {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int INDEXED = 256;

  private KeyOrder() {}

  /**
   * Returns the first eight bytes of a key, followed by zeros if it is shorter, so that signed
   * longs compare as the bytes do.
   */
  static long prefix(byte[] key, int from, int to) {
    int length = to - from;
    if (key.length - from >= Long.BYTES) {
      long eight = (long) LONGS.get(key, from);
      long kept =
          length >= Long.BYTES
              ? eight
              : length == 0 ? 0 : eight & (-1L << (Long.SIZE - 8 * length));
      return kept ^ Long.MIN_VALUE;
    }
    long prefix = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      prefix = prefix << 8 | (i < length ? key[from + i] & 0xff : 0);
    }
    return prefix ^ Long.MIN_VALUE;
  }

  /** Returns at most the first 256 bytes of a key: no more is kept of keys in an index. */
  static byte[] beginning(byte[] key, int from, int to) {
    return Arrays.copyOfRange(key, from, from + Math.min(to - from, INDEXED));
  }

  /** Returns whether the key with this {@link #beginning} is surely less than another one. */
  static boolean isBeginningLess(byte[] beginning, byte[] key) {
    int kept = Math.min(key.length, INDEXED);
    return compare(beginning, 0, beginning.length, key, 0, kept) < 0;
  }

  static int compare(byte[] left, int from, int to, byte[] right, int rightFrom, int rightTo) {
    return Arrays.compareUnsigned(left, from, to, right, rightFrom, rightTo);
  }
}
