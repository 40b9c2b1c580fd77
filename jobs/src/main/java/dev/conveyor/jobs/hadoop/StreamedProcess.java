package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.program.LineProgram.Output;
import dev.conveyor.jobs.program.LineProgram.Taker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.Consumer;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.OutputCollector;

/** A mapper or reducer of Hadoop Streaming, with the process that it has started. */
@FunctionalInterface
interface StreamedProcess {

  /**
   * Gives the program its input and waits for its end, even if giving fails.
   *
   * @param input called once; passes lines to its argument
   * @throws RuntimeException if the program fails
   */
  void run(Consumer<Taker> input, Output output) throws IOException;

  /** Returns a collector that passes the blocks of {@link PrintedReader} to the output. */
  static OutputCollector<RecordBlock, NullWritable> collector(Output output) {
    return (block, nothing) -> {
      try {
        output.put(block);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    };
  }
}
