package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.program.LineProgram.Output;
import dev.conveyor.jobs.program.LineProgram.Taker;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.streaming.PipeReducer;
import org.apache.hadoop.util.ReflectionUtils;

/** Hadoop Streaming's reducer. It writes lines {@code key<TAB>value} to the program. */
final class StreamedReducer implements StreamedProcess {
  private final PipeReducer reducer;
  private final Reporter reporter;
  private final Text key = new Text();
  private final Text value = new Text();

  /** Starts the program. */
  StreamedReducer(JobConf job, Reporter reporter) {
    this.reporter = reporter;
    this.reducer = ReflectionUtils.newInstance(PipeReducer.class, job);
  }

  @Override
  public void run(Consumer<Taker> input, Output output) {
    OutputCollector<RecordBlock, NullWritable> collector = StreamedProcess.collector(output);
    try {
      input.accept((buffer, from, to) -> take(buffer, from, to, collector));
    } finally {
      reducer.close();
    }
  }

  /** Returns false if writing failed and the program has ended successfully. */
  private boolean take(
      byte[] buffer, int from, int to, OutputCollector<RecordBlock, NullWritable> collector) {
    int tab = from;
    while (tab < to && buffer[tab] != '\t') {
      tab++;
    }
    key.set(buffer, from, tab - from);
    int start = Math.min(tab + 1, to);
    value.set(buffer, start, to - start);
    try {
      reducer.reduce(key, List.of(value).iterator(), collector, reporter);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
