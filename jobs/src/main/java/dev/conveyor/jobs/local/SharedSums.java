package dev.conveyor.jobs.local;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.output.ResultWriter;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.pipeline.ShuffleRecord;
import dev.conveyor.jobs.pipeline.ShuffleSink;
import dev.conveyor.jobs.pipeline.Sums;
import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;

/**
 * Sums the shuffle records of all map tasks in memory, and writes dead letters. Safe for threads.
 */
final class SharedSums implements ShuffleSink {
  private final Sums sums = new Sums();
  private final ResultWriter result;
  private final Path folder;

  /**
   * Creates empty sums.
   *
   * @param folder the folder of the result, as messages name it
   */
  SharedSums(ResultWriter result, Path folder) {
    this.result = result;
    this.folder = folder;
  }

  @Override
  public synchronized void send(ShuffleKey key, byte[] bytes) {
    if (key.kind() != Kind.DEAD) {
      sums.add(new ShuffleRecord(key, bytes));
      return;
    }
    try {
      result.write(new ResultPart.DeadLetterLine(key.job(), bytes));
    } catch (IOException e) {
      throw BatchException.cannot(
          "write dead letters into " + folder, e, "free space there or name another output");
    }
  }

  /** Writes the sums, after all map tasks have ended, and returns their counts. */
  synchronized BatchCounts write() throws IOException {
    for (Iterator<ResultPart> parts = sums.parts(); parts.hasNext(); ) {
      result.write(parts.next());
    }
    return sums.figures();
  }
}
