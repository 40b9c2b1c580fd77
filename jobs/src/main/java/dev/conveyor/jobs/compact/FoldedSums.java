package dev.conveyor.jobs.compact;

import dev.conveyor.jobs.merge.SortedBlocks;
import dev.conveyor.jobs.merge.SortedSums;
import dev.conveyor.jobs.stage.Amounts;
import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.jobs.stage.UnparsableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Sums of {@code key<TAB>amount} lines, with as much memory as it may use, and on the local disk
 * beyond that.
 */
final class FoldedSums implements AutoCloseable {
  private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

  private final Amounts amounts = new Amounts();
  private final Bytes line = new Bytes();
  private final Tally tally = new Tally();
  private final SortedSums sums;

  /**
   * @param memory limit in bytes, shared by lines that are added and by sums
   */
  FoldedSums(long memory) {
    tally.limitTo(memory / 2);
    sums = new SortedSums(FOLDER, () -> memory / 2);
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
        if (tally.isFull()) {
          sort();
        }
      }
    } catch (UnparsableException e) {
      throw new UnsummableException(part + " holds a line that is no sum: " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new UnsummableException(e.getMessage(), e);
    }
  }

  private void sort() throws IOException {
    SortedBlocks.<IOException>send(tally, 1, (partition, block) -> sums.add(block));
    tally.clear();
  }

  /**
   * Writes all sums, sorted by the unsigned bytes of their keys.
   *
   * @throws UnsummableException if a sum leaves the range of a long
   */
  void write(OutputStream out) throws IOException {
    try {
      sort();
      sums.write(out, 1);
    } catch (ArithmeticException e) {
      throw new UnsummableException(e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    sums.close();
  }
}
