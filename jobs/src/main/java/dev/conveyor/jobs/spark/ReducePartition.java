package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.pipeline.ReduceSide;
import dev.conveyor.jobs.pipeline.ReportFilter;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleRecord;
import dev.conveyor.streaming.spark.LocalFolders;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.io.NullWritable;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/**
 * Runs the reduce side of a task. Returns parts of the result, and updates the counts at the end.
 */
final class ReducePartition
    implements PairFlatMapFunction<Iterator<Tuple2<ShuffleKey, byte[]>>, NullWritable, ResultPart> {
  private static final long serialVersionUID = 3;

  private final BatchAccumulators figures;
  private final TaskSettings settings;

  ReducePartition(BatchAccumulators figures, TaskSettings settings) {
    this.figures = figures;
    this.settings = settings;
  }

  @Override
  public Iterator<Tuple2<NullWritable, ResultPart>> call(
      Iterator<Tuple2<ShuffleKey, byte[]>> shuffled) {
    return new Parts(shuffled);
  }

  private final class Parts implements Iterator<Tuple2<NullWritable, ResultPart>> {
    private final ReduceSide side;
    private boolean isFinished;

    private Parts(Iterator<Tuple2<ShuffleKey, byte[]>> shuffled) {
      Iterator<ShuffleRecord> records =
          new ReportFilter<>(
              shuffled, tuple -> new ShuffleRecord(tuple._1(), tuple._2()), figures::addReport);
      side = TaskEnd.closing(settings.pipeline().reduceSide(records, LocalFolders.ofTask()));
    }

    @Override
    public boolean hasNext() {
      return settings.noting("reduce", this::advance);
    }

    private boolean advance() {
      if (!isFinished && !side.hasNext()) {
        isFinished = true;
        figures.add(side.figures());
      }
      return !isFinished;
    }

    @Override
    public Tuple2<NullWritable, ResultPart> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return new Tuple2<>(NullWritable.get(), side.next());
    }
  }
}
