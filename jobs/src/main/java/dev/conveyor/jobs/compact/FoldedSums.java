package dev.conveyor.jobs.compact;

import dev.conveyor.jobs.stage.Amounts;
import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.ResultLines;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.jobs.stage.UnparsableException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Sums of {@code key<TAB>amount} lines, with as much memory as it may use. Beyond that sorted sums
 * go to files in a temporary folder of this machine, and are merged some at a time.
 */
final class FoldedSums implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /** The number of files that are open at a time. */
  private static final int FAN_IN = 64;

  private final long memory;
  private final Amounts amounts = new Amounts();
  private final Bytes line = new Bytes();
  private final Deque<Path> spilled = new ArrayDeque<>();
  private final List<Path> made = new ArrayList<>();
  private Tally tally = new Tally();
  private Path folder;

  FoldedSums(long memory) {
    this.memory = memory;
  }

  /**
   * Adds the lines of a part, and closes it.
   *
   * @throws UnsummableException if a line is none of a result, or a sum leaves the range of a long
   */
  void add(String part, InputStream in) throws IOException {
    try (LineScanner lines = new LineScanner(in)) {
      while (lines.next()) {
        amounts.map(line.set(lines.buffer(), lines.from(), lines.to()), tally);
        if (tally.footprint() > memory) {
          spill();
        }
      }
    } catch (UnparsableException e) {
      throw new UnsummableException(part + " holds a line that is no sum: " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new UnsummableException(e.getMessage(), e);
    }
  }

  private void spill() throws IOException {
    try (OutputStream out = temporary()) {
      ResultLines.write(tally, out);
    }
    tally = new Tally();
  }

  private OutputStream temporary() throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("conveyor-compact-");
    }
    Path file = folder.resolve(Integer.toString(made.size()));
    made.add(file);
    spilled.add(file);
    return new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
  }

  /**
   * Writes all sums, sorted by the unsigned bytes of their keys.
   *
   * @throws UnsummableException if a sum leaves the range of a long
   */
  void write(OutputStream given) throws IOException {
    BufferedOutputStream out = new BufferedOutputStream(given, BUFFER);
    if (spilled.isEmpty()) {
      ResultLines.write(tally, out);
    } else {
      spill();
      while (spilled.size() > FAN_IN) {
        List<Path> some = first();
        try (OutputStream merged = temporary()) {
          SortedSums.merge(some, merged);
        }
        for (Path file : some) {
          Files.delete(file);
        }
      }
      SortedSums.merge(List.copyOf(spilled), out);
    }
    out.flush();
  }

  /** Takes as many files as are merged at a time, the earliest first. */
  private List<Path> first() {
    List<Path> some = new ArrayList<>();
    while (some.size() < FAN_IN) {
      some.add(spilled.remove());
    }
    return some;
  }

  @Override
  public void close() throws IOException {
    for (Path file : made) {
      Files.deleteIfExists(file);
    }
    if (folder != null) {
      Files.deleteIfExists(folder);
    }
  }
}
