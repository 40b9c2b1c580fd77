package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.program.LineProgram.Output;
import dev.conveyor.jobs.program.LineProgram.Taker;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.streaming.PipeMapRunner;

/**
 * Hadoop Streaming's mapper. Only its runner can start its threads, so that all lines are written
 * while it asks for its first record.
 */
final class StreamedMapper extends PipeMapRunner<NullWritable, Text, RecordBlock, NullWritable>
    implements StreamedProcess {
  private final Reporter reporter;

  /** Starts the program. */
  StreamedMapper(JobConf job, Reporter reporter) {
    this.reporter = reporter;
    configure(job);
  }

  @Override
  public void run(Consumer<Taker> input, Output output) throws IOException {
    OutputCollector<RecordBlock, NullWritable> collector = StreamedProcess.collector(output);
    run(new AllLines(input, collector), collector, reporter);
  }

  /**
   * A reader without records. It gives the lines to the mapper when the runner asks for the first
   * record.
   */
  private final class AllLines implements RecordReader<NullWritable, Text> {
    private final Consumer<Taker> input;
    private final OutputCollector<RecordBlock, NullWritable> collector;
    private final Text line = new Text();

    private AllLines(Consumer<Taker> input, OutputCollector<RecordBlock, NullWritable> collector) {
      this.input = input;
      this.collector = collector;
    }

    @Override
    public boolean next(NullWritable key, Text value) {
      input.accept(this::take);
      return false;
    }

    /** Returns false if writing failed and the program has ended successfully. */
    private boolean take(byte[] buffer, int from, int to) {
      line.set(buffer, from, to - from);
      try {
        getMapper().map(NullWritable.get(), line, collector, reporter);
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public NullWritable createKey() {
      return NullWritable.get();
    }

    @Override
    public Text createValue() {
      return line;
    }

    @Override
    public long getPos() {
      return 0;
    }

    @Override
    public void close() {}

    @Override
    public float getProgress() {
      return 0;
    }
  }
}
