package dev.conveyor.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Words of ASCII letters and their counts. A word of up to 16 letters is two longs, and a slot of
 * an open table holds both and the count; longer words are in a map of strings. Belongs to one
 * thread.
 */
final class BareTable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long TOP_BITS = 0x8080808080808080L;
  private static final int SLOT = 4;

  /** First eight letters, next eight, count, nothing: 32 bytes, so that slots share few lines. */
  private long[] slots = new long[SLOT << 16];

  private int used;
  private final Map<String, Long> longWords = new HashMap<>();

  static boolean isLetter(byte text) {
    int letter = text | 0x20;
    return letter >= 'a' && letter <= 'z';
  }

  /** Counts the words that begin before {@code end}. A byte that is no letter ends the text. */
  void count(byte[] text, int from, int end) {
    int at = from;
    while (at < end) {
      long first = (long) LONGS.get(text, at);
      long others = others(first);
      int length = Long.numberOfTrailingZeros(others) >>> 3;
      if (length < Long.BYTES) {
        if (length > 0) {
          add(lower(first, length), 0, 1);
        }
        at += length + 1;
        continue;
      }
      long second = (long) LONGS.get(text, at + Long.BYTES);
      int more = Long.numberOfTrailingZeros(others(second)) >>> 3;
      if (more < Long.BYTES) {
        add(lower(first, Long.BYTES), lower(second, more), 1);
        at += Long.BYTES + more + 1;
      } else {
        at = countLong(text, at) + 1;
      }
    }
  }

  /** Returns the top bit of each byte that is no letter. */
  private static long others(long eight) {
    long low = (eight | 0x20 * EACH) & ~TOP_BITS;
    long fromA = low + (0x80 - 'a') * EACH;
    long beyondZ = low + (0x80 - 'z' - 1) * EACH;
    return (~fromA | beyondZ | eight) & TOP_BITS;
  }

  private static long lower(long eight, int length) {
    return length == 0 ? 0 : (eight | 0x20 * EACH) & -1L >>> (Long.SIZE - 8 * length);
  }

  private int countLong(byte[] text, int from) {
    int to = from;
    while (isLetter(text[to])) {
      to++;
    }
    byte[] word = Arrays.copyOfRange(text, from, to);
    for (int i = 0; i < word.length; i++) {
      word[i] |= 0x20;
    }
    longWords.merge(new String(word, StandardCharsets.ISO_8859_1), 1L, Long::sum);
    return to;
  }

  private void add(long first, long second, long count) {
    long mixed = (first ^ second * 0x9e3779b97f4a7c15L) * 0xa0761d6478bd642fL;
    int mask = slots.length - 1;
    int at = (int) (mixed ^ mixed >>> 32) * SLOT & mask;
    while (slots[at] != first || slots[at + 1] != second) {
      if (slots[at] == 0) {
        slots[at] = first;
        slots[at + 1] = second;
        used++;
        break;
      }
      at = (at + SLOT) & mask;
    }
    slots[at + 2] += count;
    if (used > slots.length / (2 * SLOT)) {
      grow();
    }
  }

  private void grow() {
    long[] before = slots;
    slots = new long[2 * before.length];
    used = 0;
    addAll(before);
  }

  private void addAll(long[] others) {
    for (int at = 0; at < others.length; at += SLOT) {
      if (others[at] != 0) {
        add(others[at], others[at + 1], others[at + 2]);
      }
    }
  }

  void addAll(BareTable other) {
    addAll(other.slots);
    other.longWords.forEach((word, count) -> longWords.merge(word, count, Long::sum));
  }

  /** Writes sorted lines. */
  void write(OutputStream out) throws IOException {
    byte[][] words = new byte[used + longWords.size()][];
    int count = 0;
    for (int at = 0; at < slots.length; at += SLOT) {
      if (slots[at] != 0) {
        words[count++] = line(slots[at], slots[at + 1], slots[at + 2]);
      }
    }
    for (Map.Entry<String, Long> word : longWords.entrySet()) {
      words[count++] = (word.getKey() + "\t" + word.getValue() + "\n").getBytes(StandardCharsets.US_ASCII);
    }
    Arrays.parallelSort(words, Arrays::compare); // A tab is less than a letter.
    for (byte[] word : words) {
      out.write(word);
    }
  }

  private static byte[] line(long first, long second, long count) {
    byte[] line = new byte[2 * Long.BYTES + 21];
    int length = letters(first, line, 0);
    length = letters(second, line, length);
    byte[] number = ("\t" + count + "\n").getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(number, 0, line, length, number.length);
    return Arrays.copyOf(line, length + number.length);
  }

  private static int letters(long eight, byte[] into, int from) {
    int at = from;
    for (long rest = eight; rest != 0; rest >>>= 8) {
      into[at++] = (byte) rest;
    }
    return at;
  }
}
