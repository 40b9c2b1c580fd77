package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.pipeline.ReduceSide;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.plan.BatchConfiguration;
import java.io.IOException;
import org.apache.hadoop.fs.LocalDirAllocator;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.MRConfig;
import org.apache.hadoop.mapreduce.Reducer;

/** Runs the reduce side: writes parts of the result, and sets the counters at the end. */
public final class SumReducer extends Reducer<ShuffleKey, BytesWritable, NullWritable, ResultPart> {

  @Override
  public void run(Context context) throws IOException, InterruptedException {
    TaskFailureReports.reporting(() -> reduce(context), context);
  }

  private static void reduce(Context context) throws IOException, InterruptedException {
    StreamingHost programs =
        new StreamingHost(context.getConfiguration(), new TaskReporter(context));
    try (ReduceSide side =
        new BatchConfiguration(context.getConfiguration())
            .plan()
            .pipeline(programs)
            .reduceSide(new ContextShuffle(context), folder(context))) {
      while (side.hasNext()) {
        context.write(NullWritable.get(), side.next());
      }
      count(side.figures(), context);
    }
  }

  /** Returns one of the node's folders for the temporary files of jobs. */
  private static java.nio.file.Path folder(Context context) throws IOException {
    Path file =
        new LocalDirAllocator(MRConfig.LOCAL_DIR)
            .getLocalPathForWrite("sums", context.getConfiguration());
    return java.nio.file.Path.of(file.getParent().toUri().getPath());
  }

  /** Sets only the counters that map tasks do not count. */
  private static void count(BatchCounts counts, Context context) {
    BatchCounter.KEYS.set(counts.keys(), context);
    BatchCounter.DEAD.set(counts.dead(), context);
  }
}
