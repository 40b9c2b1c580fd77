package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.pipeline.MapInput;
import dev.conveyor.jobs.pipeline.MapSide;
import dev.conveyor.jobs.pipeline.ReduceSide;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import dev.conveyor.jobs.program.ProgramHost;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** The map side: one tally a task, or lines as they are; sent as they are asked for. */
final class MapPartition implements PairFlatMapFunction<Iterator<RecordBlock>, ShuffleKey, byte[]> {
  private static final long serialVersionUID = 2;

  private final int reducers;
  private final TaskSettings settings;

  MapPartition(int reducers, TaskSettings settings) {
    this.reducers = reducers;
    this.settings = settings;
  }

  @Override
  public Iterator<Tuple2<ShuffleKey, byte[]>> call(Iterator<RecordBlock> blocks) {
    return new Pieces(blocks);
  }

  private final class Pieces implements Iterator<Tuple2<ShuffleKey, byte[]>> {
    private final Queue<Tuple2<ShuffleKey, byte[]>> ready = new ArrayDeque<>();
    private final int task = TaskContext.getPartitionId();
    private final MapInput blocks;
    private final MapSide side;
    private boolean finished;

    private Pieces(Iterator<RecordBlock> records) {
      BatchPlan plan = settings.plan();
      blocks = TaskEnd.closing(MapInput.of(plan, records, ProgramHost.in(settings.folder())));
      side = MapSide.of(plan, reducers, task, (key, piece) -> ready.add(new Tuple2<>(key, piece)));
    }

    @Override
    public boolean hasNext() {
      return settings.noting("map", this::advance);
    }

    private boolean advance() {
      while (ready.isEmpty() && !finished) {
        TaskEnd.throwIfKilled();
        if (blocks.hasNext()) {
          side.map(blocks.next());
        } else {
          side.finish();
          ShuffleKey seen = new ShuffleKey(task % reducers, Kind.SEEN);
          ready.add(new Tuple2<>(seen, ReduceSide.seen(side)));
          finished = true;
        }
      }
      return !ready.isEmpty();
    }

    @Override
    public Tuple2<ShuffleKey, byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }
  }
}
