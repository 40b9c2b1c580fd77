package dev.conveyor.jobs.stage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of text in one long, the first in the lowest byte on every machine. */
final class EightBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long TOP_BITS = 0x8080808080808080L;

  private EightBytes() {}

  static long read(byte[] text, int at) {
    return (long) LONGS.get(text, at);
  }

  static void write(long eight, byte[] into, int at) {
    LONGS.set(into, at, eight);
  }

  /**
   * Returns the last one to seven bytes, followed by zeros. Reads once if the array is long enough.
   */
  static long readTail(byte[] text, int at, int to) {
    if (text.length - at >= Long.BYTES) {
      return read(text, at) & -1L >>> (Long.SIZE - 8 * (to - at));
    }
    long tail = 0;
    for (int i = to - 1; i >= at; i--) {
      tail = tail << 8 | (text[i] & 0xff);
    }
    return tail;
  }

  /** Returns the next eight bytes, or as many as there are, followed by zeros. */
  static long readUpTo(byte[] text, int at, int to) {
    return to - at >= Long.BYTES ? read(text, at) : at < to ? readTail(text, at, to) : 0;
  }

  /** Returns the first bytes of a long, followed by zeros. At most seven. */
  static long first(long eight, int bytes) {
    return eight & ~(-1L << (Byte.SIZE * bytes));
  }

  /**
   * Returns the index of the first byte of this value; 8 if there is none. The classic test for a
   * zero byte, which is exact up to the first one: H. Warren, Hacker's Delight, section 6-1.
   */
  static int indexOf(long eight, byte value) {
    long differences = eight ^ (value & 0xff) * EACH;
    return Long.numberOfTrailingZeros((differences - EACH) & ~differences & TOP_BITS) >>> 3;
  }

  /**
   * Returns eight bytes with ASCII letters in lower case. No other byte becomes a letter, or ASCII.
   */
  static long lowerCase(byte[] text, int at) {
    return read(text, at) | 0x20 * EACH;
  }

  /** Returns the number of leading bytes that are letters from a to z. */
  static int leadingLetters(long eight) {
    long low = eight & ~TOP_BITS;
    long fromA = low + (0x80 - 'a') * EACH;
    long beyondZ = low + (0x80 - 'z' - 1) * EACH;
    long letters = fromA & ~beyondZ & ~eight & TOP_BITS;
    return Long.numberOfTrailingZeros(letters ^ TOP_BITS) >>> 3;
  }
}
