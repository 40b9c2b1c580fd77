package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.pipeline.MapSide;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.plan.BatchConfiguration;
import java.io.IOException;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.Mapper;

/**
 * Runs the map side. It combines in the mapper, so that only packed tallies are shuffled, unless a
 * reducer program needs the lines themselves.
 */
public final class TallyMapper
    extends Mapper<NullWritable, RecordBlock, ShuffleKey, BytesWritable> {

  @Override
  public void run(Context context) throws IOException, InterruptedException {
    TaskFailureReports.reporting(() -> map(context), context);
  }

  private static void map(Context context) throws IOException {
    StreamingHost programs =
        new StreamingHost(context.getConfiguration(), new TaskReporter(context));
    int reducers = context.getNumReduceTasks();
    try (MapSide side =
        new BatchConfiguration(context.getConfiguration())
            .plan()
            .pipeline(programs)
            .mapSide(
                new ContextBlocks(context),
                reducers,
                context.getTaskAttemptID().getTaskID().getId() % reducers,
                (key, bytes) ->
                    HadoopCall.run(() -> context.write(key, new BytesWritable(bytes))))) {
      boolean isThere = true;
      while (isThere) {
        isThere = side.advance();
        count(side.figures(), context);
      }
    }
  }

  /** Sets the counters of this attempt; Hadoop adds up those of the attempts that succeed. */
  private static void count(BatchCounts counts, Context context) {
    BatchCounter.RECORDS.set(counts.records(), context);
    BatchCounter.PAIRS.set(counts.pairs(), context);
    BatchCounter.MALFORMED.set(counts.malformed(), context);
    BatchCounter.DEAD.set(counts.dead(), context);
  }
}
