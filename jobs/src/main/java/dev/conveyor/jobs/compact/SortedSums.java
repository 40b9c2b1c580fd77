package dev.conveyor.jobs.compact;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A file of {@code key<TAB>amount} lines that this package has written, sorted by the unsigned
 * bytes of the keys, as it is read.
 */
final class SortedSums implements AutoCloseable, Comparable<SortedSums> {
  private static final int LONGEST_SHOWN = 80;

  private final LineScanner lines;
  private int tab;

  private SortedSums(Path file) throws IOException {
    lines = new LineScanner(Files.newInputStream(file));
  }

  private boolean next() throws IOException {
    boolean isThere = lines.next();
    tab = isThere ? lines.lastTab() : -1;
    return isThere;
  }

  private byte[] key() {
    return Arrays.copyOfRange(lines.buffer(), lines.from(), tab);
  }

  private boolean isOf(byte[] key) {
    return Arrays.equals(lines.buffer(), lines.from(), tab, key, 0, key.length);
  }

  private long amount() {
    return Long.parseLong(new String(lines.buffer(), tab + 1, lines.to() - tab - 1, US_ASCII));
  }

  @Override
  public int compareTo(SortedSums other) {
    return Arrays.compareUnsigned(
        lines.buffer(), lines.from(), tab, other.lines.buffer(), other.lines.from(), other.tab);
  }

  /**
   * Merges files into one, and adds up the amounts of each key.
   *
   * @throws UnsummableException if a sum leaves the range of a long
   */
  static void merge(List<Path> files, OutputStream out) throws IOException {
    List<SortedSums> open = new ArrayList<>();
    try {
      PriorityQueue<SortedSums> waiting = new PriorityQueue<>();
      for (Path file : files) {
        SortedSums sums = new SortedSums(file);
        open.add(sums);
        if (sums.next()) {
          waiting.add(sums);
        }
      }
      while (!waiting.isEmpty()) {
        byte[] key = waiting.element().key();
        long sum = sum(key, waiting);
        out.write(key);
        out.write(("\t" + sum + "\n").getBytes(US_ASCII));
      }
    } finally {
      for (SortedSums sums : open) {
        sums.close();
      }
    }
  }

  private static long sum(byte[] key, PriorityQueue<SortedSums> waiting) throws IOException {
    long sum = 0;
    while (!waiting.isEmpty() && waiting.element().isOf(key)) {
      SortedSums next = waiting.remove();
      long amount = next.amount();
      try {
        sum = Math.addExact(sum, amount);
      } catch (ArithmeticException e) {
        String shown = new String(key, 0, Math.min(LONGEST_SHOWN, key.length), UTF_8);
        throw new UnsummableException(
            "the sum for \"" + shown + "\" leaves the range of 64 bits at " + sum, e);
      }
      if (next.next()) {
        waiting.add(next);
      }
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
