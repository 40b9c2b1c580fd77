package dev.conveyor.jobs.stage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Collects {@link ResultLines} in memory, without an object for each line. Belongs to one thread.
 */
public final class LineBuffer {
  private static final int FULL = 64 << 10;

  /** Tab, sign, 19 digits and line feed. */
  private static final int LONGEST_END = 22;

  private byte[] lines;
  private int length;

  /**
   * Creates an empty buffer.
   *
   * @param capacity the expected number of bytes
   */
  public LineBuffer(int capacity) {
    lines = new byte[capacity];
  }

  /**
   * Adds a line.
   *
   * @throws IllegalStateException if the lines exceed 2 GiB
   */
  public void add(byte[] key, int from, int to, long amount) {
    int size = to - from;
    if (lines.length - length < size + LONGEST_END) {
      long needed = length + (long) size + LONGEST_END;
      lines = Arrays.copyOf(lines, Bytes.grownLength(lines.length, needed, "bytes of lines"));
    }
    System.arraycopy(key, from, lines, length, size);
    length += size;
    lines[length++] = '\t';
    addDecimal(amount);
    lines[length++] = '\n';
  }

  private void addDecimal(long amount) {
    long rest = amount;
    if (amount < 0) {
      lines[length++] = '-';
    } else {
      rest = -amount; // Negative numbers have room for one more.
    }
    int digits = 1;
    for (long above = rest / 10; above != 0; above /= 10) {
      digits++;
    }
    for (int at = length + digits - 1; at >= length; at--) {
      lines[at] = (byte) ('0' - rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /** Writes the lines, and clears the buffer. */
  public void flush(OutputStream out) throws IOException {
    out.write(lines, 0, length);
    length = 0;
  }

  /** Flushes a buffer that has grown to a size that is efficient to write. */
  public void flushIfFull(OutputStream out) throws IOException {
    if (length >= FULL) {
      flush(out);
    }
  }
}
