package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.pipeline.MapSide;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleKey.Kind;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** Runs the map side of a task. Shuffle records are created as Spark requests them. */
final class MapPartition implements PairFlatMapFunction<Iterator<RecordBlock>, ShuffleKey, byte[]> {
  private static final long serialVersionUID = 3;

  private final int reducers;
  private final TaskSettings settings;

  MapPartition(int reducers, TaskSettings settings) {
    this.reducers = reducers;
    this.settings = settings;
  }

  @Override
  public Iterator<Tuple2<ShuffleKey, byte[]>> call(Iterator<RecordBlock> blocks) {
    return new Shuffled(blocks);
  }

  private final class Shuffled implements Iterator<Tuple2<ShuffleKey, byte[]>> {
    private final Queue<Tuple2<ShuffleKey, byte[]>> ready = new ArrayDeque<>();
    private final int partition = TaskContext.getPartitionId() % reducers;
    private final MapSide side;
    private boolean isFinished;

    private Shuffled(Iterator<RecordBlock> blocks) {
      side =
          TaskEnd.closing(
              settings
                  .pipeline()
                  .mapSide(
                      blocks,
                      reducers,
                      partition,
                      (key, bytes) -> ready.add(new Tuple2<>(key, bytes))));
    }

    @Override
    public boolean hasNext() {
      return settings.noting("map", this::advance);
    }

    private boolean advance() {
      while (ready.isEmpty() && !isFinished) {
        TaskEnd.throwIfKilled();
        if (!side.advance()) {
          ShuffleKey report = new ShuffleKey(partition, Kind.REPORT, 0);
          ready.add(new Tuple2<>(report, BatchAccumulators.report(side.figures())));
          isFinished = true;
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
