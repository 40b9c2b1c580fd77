package dev.conveyor.jobs.program;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The last lines of a program's standard error. Safe for threads. */
public final class LastLines {
  static final int KEPT = 4 << 10;
  private static final int MOST = 4;
  private static final int LONGEST = 300;

  private byte[] tail = {};

  /** Appends bytes; keeps the last 4 KiB of all. */
  public synchronized void keep(byte[] more, int length) {
    int taken = Math.min(length, KEPT);
    int kept = Math.min(tail.length, KEPT - taken);
    byte[] longer = Arrays.copyOfRange(tail, tail.length - kept, tail.length + taken);
    System.arraycopy(more, length - taken, longer, kept, taken);
    tail = longer;
  }

  /** Returns the last non-blank lines, at most 4, joined by {@code |}; empty if there are none. */
  @Override
  public synchronized String toString() {
    List<String> lines = new ArrayList<>();
    new String(tail, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
        .filter(line -> !line.isEmpty())
        .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…")
        .forEach(lines::add);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - MOST), lines.size()));
  }
}
