package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.plan.BatchConfiguration;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.pipeline.MapInput;
import dev.conveyor.jobs.pipeline.MapSide;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import java.io.IOException;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.Mapper;

/**
 * The map side: combines in the mapper, so that nothing but packed tallies is shuffled, unless a
 * program wants lines as they are.
 */
public final class TallyMapper
    extends Mapper<NullWritable, RecordBlock, ShuffleKey, BytesWritable> {

  @Override
  public void run(Context context) throws IOException, InterruptedException {
    TaskFailureNotes.around(() -> map(context), context);
  }

  private static void map(Context context) throws IOException {
    BatchPlan plan = new BatchConfiguration(context.getConfiguration()).plan();
    MapSide side =
        MapSide.of(
            plan,
            context.getNumReduceTasks(),
            context.getTaskAttemptID().getTaskID().getId(),
            (key, piece) -> UncheckedCalls.act(() -> context.write(key, new BytesWritable(piece))));
    StreamingHost programs =
        new StreamingHost(context.getConfiguration(), new TaskReporter(context));
    try (MapInput blocks = MapInput.of(plan, new ContextBlocks(context), programs)) {
      while (blocks.hasNext()) {
        side.map(blocks.next());
        count(side, context);
      }
    }
    side.finish();
    count(side, context);
  }

  /** A task's counters begin at nothing; Hadoop adds up those of the attempts that count. */
  private static void count(MapSide side, Context context) {
    context.getCounter(BatchCounters.GROUP, BatchCounters.RECORDS).setValue(side.records());
    context.getCounter(BatchCounters.GROUP, BatchCounters.PAIRS).setValue(side.pairs());
    context.getCounter(BatchCounters.GROUP, BatchCounters.MALFORMED).setValue(side.malformed());
    context.getCounter(BatchCounters.GROUP, BatchCounters.DEAD).setValue(side.dead());
  }
}
