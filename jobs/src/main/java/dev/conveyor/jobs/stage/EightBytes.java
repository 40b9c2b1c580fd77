package dev.conveyor.jobs.stage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of text in one long, the first in the lowest byte, on every machine. */
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

  /** The last one to seven bytes, in one read where the array goes on far enough; zeros follow. */
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

  /** Eight bytes with ASCII letters in lower case; nothing else becomes a letter, or ASCII. */
  static long lowerCase(byte[] text, int at) {
    return read(text, at) | 0x20 * EACH;
  }

  /** How many of the eight, from the first one on, are letters from a to z. */
  static int leadingLetters(long eight) {
    long low = eight & ~TOP_BITS;
    long fromA = low + (0x80 - 'a') * EACH;
    long beyondZ = low + (0x80 - 'z' - 1) * EACH;
    long letters = fromA & ~beyondZ & ~eight & TOP_BITS;
    return Long.numberOfTrailingZeros(letters ^ TOP_BITS) >>> 3;
  }
}
