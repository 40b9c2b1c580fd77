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
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The sums of some map tasks, each of which fills its own without waiting for the others, and the
 * dead letters of all. Closing frees the files on disk.
 */
final class TaskSums implements Closeable {
  /** The folder for files on disk. */
  static final java.nio.file.Path FOLDER =
      java.nio.file.Path.of(System.getProperty("java.io.tmpdir"));

  private final List<Sums> tasks = new ArrayList<>();
  private final ResultWriter result;
  private final Path output;

  /**
   * Creates empty sums.
   *
   * @param output the folder of the result, as messages name it
   */
  TaskSums(ResultWriter result, Path output, int count) {
    this.result = result;
    this.output = output;
    for (int task = 0; task < count; task++) {
      tasks.add(new Sums(FOLDER));
    }
  }

  /** Returns a sink for each map task. */
  List<ShuffleSink> sinks() {
    return tasks.stream().<ShuffleSink>map(sums -> (key, bytes) -> send(sums, key, bytes)).toList();
  }

  private void send(Sums sums, ShuffleKey key, byte[] bytes) {
    if (key.kind() == Kind.DEAD) {
      write(new ResultPart.DeadLetterLine(key.job(), bytes));
    } else {
      sums.add(new ShuffleRecord(key, bytes));
    }
  }

  private synchronized void write(ResultPart.DeadLetterLine letter) {
    try {
      result.write(letter);
    } catch (IOException e) {
      throw BatchException.cannot(
          "write dead letters into " + output, e, "free space there or name another output");
    }
  }

  /** Writes the sums, after all map tasks have ended, and returns their counts. */
  BatchCounts write() throws IOException {
    Sums all = tasks.get(0);
    tasks.subList(1, tasks.size()).forEach(all::addAll);
    for (Iterator<ResultPart> parts = all.parts(); parts.hasNext(); ) {
      result.write(parts.next());
    }
    return all.figures();
  }

  @Override
  public void close() throws IOException {
    for (Sums sums : tasks) {
      sums.close();
    }
  }
}
