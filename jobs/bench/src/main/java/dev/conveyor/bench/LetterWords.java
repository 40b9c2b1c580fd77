package dev.conveyor.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the words of chunks. Finds the letters of eight bytes at a time, as in "Bit Twiddling
 * Hacks", "Determine if a word has a byte between m and n". Words of up to 16 letters are keys of
 * two longs; longer ones are texts in a map.
 */
final class LetterWords implements BareCount.Work {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x80 * ONES;
  private static final long LOWER = 0x20 * ONES;
  private static final int BUFFER = 1 << 18;

  /** Words found and not yet counted, two longs each. */
  private final long[] words = new long[2 * 1024];

  private int waiting;
  private final LongTable table = new LongTable();
  private final TreeMap<String, long[]> longer = new TreeMap<>();

  @Override
  public void on(Chunk chunk) {
    byte[] bytes = chunk.bytes();
    int to = chunk.to();
    int at = chunk.from();
    while (at < to) {
      long first = (long) EIGHT.get(bytes, at) | LOWER;
      long others = others(first);
      if (others != 0) {
        // All bits below the lowest byte that is no letter.
        long mask = (others & -others) - 1 >>> 7;
        int length = Long.numberOfTrailingZeros(others) >>> 3;
        if (length > 0) {
          put(first & mask, 0);
        }
        at += length + 1;
      } else {
        at = afterLong(bytes, at, first);
      }
    }
    flush();
  }

  private void put(long first, long second) {
    words[waiting++] = first;
    words[waiting++] = second;
    if (waiting == words.length) {
      flush();
    }
  }

  private void flush() {
    table.addAll(words, waiting);
    waiting = 0;
  }

  /** Counts a word of eight letters or more. */
  private int afterLong(byte[] bytes, int at, long first) {
    long second = (long) EIGHT.get(bytes, at + Long.BYTES) | LOWER;
    long others = others(second);
    if (others != 0) {
      int length = Long.numberOfTrailingZeros(others) >>> 3;
      put(first, second & (others & -others) - 1 >>> 7);
      return at + Long.BYTES + length + 1;
    }
    int end = at + 2 * Long.BYTES;
    if (!Chunk.isLetter(bytes[end])) {
      put(first, second);
      return end + 1;
    }
    while (Chunk.isLetter(bytes[end])) {
      end++;
    }
    String word = new String(bytes, at, end - at, US_ASCII).toLowerCase(Locale.ROOT);
    longer.computeIfAbsent(word, key -> new long[1])[0]++;
    return end + 1;
  }

  /** Returns the high bit of each byte that is no lower-case letter. */
  private static long others(long eight) {
    long low = eight & ~HIGH;
    long fromA = low + (0x80 - 'a') * ONES;
    long afterZ = low + (0x80 - 'z' - 1) * ONES;
    return (~fromA | afterZ | eight) & HIGH;
  }

  void addAll(LetterWords other) {
    table.addAll(other.table);
    other.longer.forEach(
        (word, count) -> longer.computeIfAbsent(word, key -> new long[1])[0] += count[0]);
  }

  void write(Path file) throws IOException {
    long[] entries = table.sorted();
    Iterator<Map.Entry<String, long[]>> texts = longer.entrySet().iterator();
    byte[] line = new byte[2 * Long.BYTES + 21];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
      Map.Entry<String, long[]> text = texts.hasNext() ? texts.next() : null;
      for (int at = 0; at < entries.length; at += LongTable.STRIDE) {
        while (text != null && isBefore(text.getKey(), entries[at], entries[at + 1])) {
          write(text, out);
          text = texts.hasNext() ? texts.next() : null;
        }
        out.write(line, 0, fill(line, entries, at));
      }
      while (text != null) {
        write(text, out);
        text = texts.hasNext() ? texts.next() : null;
      }
    }
  }

  /** A longer word whose first letters are the other word comes after it. */
  private static boolean isBefore(String text, long first, long second) {
    byte[] start = text.substring(0, 2 * Long.BYTES).getBytes(US_ASCII);
    long high = Long.reverseBytes((long) EIGHT.get(start, 0));
    long low = Long.reverseBytes((long) EIGHT.get(start, Long.BYTES));
    return high < first || high == first && low < second;
  }

  private static void write(Map.Entry<String, long[]> text, OutputStream out) throws IOException {
    out.write((text.getKey() + "\t" + text.getValue()[0] + "\n").getBytes(US_ASCII));
  }

  private static int fill(byte[] line, long[] entries, int at) {
    EIGHT.set(line, 0, Long.reverseBytes(entries[at]));
    EIGHT.set(line, Long.BYTES, Long.reverseBytes(entries[at + 1]));
    int length = 0;
    while (length < 2 * Long.BYTES && line[length] != 0) {
      length++;
    }
    line[length++] = '\t';
    long count = entries[at + 2];
    int digits = 1;
    for (long rest = count; rest >= 10; rest /= 10) {
      digits++;
    }
    for (int place = length + digits - 1; place >= length; place--) {
      line[place] = (byte) ('0' + count % 10);
      count /= 10;
    }
    line[length + digits] = '\n';
    return length + digits + 1;
  }
}
