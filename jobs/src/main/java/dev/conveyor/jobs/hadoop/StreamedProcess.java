package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.program.LineProgram.Output;
import dev.conveyor.jobs.program.LineProgram.Taker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.Consumer;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.OutputCollector;

/** One of streaming's two classes, with a process that it has started. */
@FunctionalInterface
interface StreamedProcess {

  /**
   * Gives the program its input and waits for its end, also if giving fails.
   *
   * @param input to be called once; it hands lines to its argument
   * @throws RuntimeException if the program fails
   */
  void run(Consumer<Taker> input, Output output) throws IOException;

  /** Passes the lines of a {@link PrintedReader} to its consumer. */
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
