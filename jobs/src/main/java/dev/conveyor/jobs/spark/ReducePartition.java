package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.pipeline.ReduceSide;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleRecord;
import dev.conveyor.jobs.program.ProgramHost;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.io.NullWritable;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** The reduce side: parts of the result as they come, and the figures at the end. */
final class ReducePartition
    implements PairFlatMapFunction<Iterator<Tuple2<ShuffleKey, byte[]>>, NullWritable, ResultPart> {
  private static final long serialVersionUID = 2;

  private final BatchAccumulators figures;
  private final TaskSettings settings;

  ReducePartition(BatchAccumulators figures, TaskSettings settings) {
    this.figures = figures;
    this.settings = settings;
  }

  @Override
  public Iterator<Tuple2<NullWritable, ResultPart>> call(
      Iterator<Tuple2<ShuffleKey, byte[]>> pieces) {
    return new Parts(pieces);
  }

  private final class Parts implements Iterator<Tuple2<NullWritable, ResultPart>> {
    private final ReduceSide side;
    private boolean finished;

    private Parts(Iterator<Tuple2<ShuffleKey, byte[]>> tuples) {
      side =
          TaskEnd.closing(
              ReduceSide.of(
                  settings.plan(), new Pieces(tuples), ProgramHost.in(settings.folder())));
    }

    @Override
    public boolean hasNext() {
      return settings.noting("reduce", this::advance);
    }

    private boolean advance() {
      if (!finished && !side.hasNext()) {
        finished = true;
        figures.add(side.figures());
      }
      return !finished;
    }

    @Override
    public Tuple2<NullWritable, ResultPart> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return new Tuple2<>(NullWritable.get(), side.next());
    }
  }

  private record Pieces(Iterator<Tuple2<ShuffleKey, byte[]>> tuples)
      implements Iterator<ShuffleRecord> {
    @Override
    public boolean hasNext() {
      return tuples.hasNext();
    }

    @Override
    public ShuffleRecord next() {
      Tuple2<ShuffleKey, byte[]> piece = tuples.next();
      return new ShuffleRecord(piece._1(), piece._2());
    }
  }
}
