package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.batch.Piece;
import dev.conveyor.jobs.batch.PieceKey;
import dev.conveyor.jobs.batch.ProgramHost;
import dev.conveyor.jobs.batch.ReduceSide;
import dev.conveyor.jobs.batch.ResultPart;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.io.NullWritable;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** The reduce side: parts of the result as they come, and the figures at the end. */
final class SumPieces
    implements PairFlatMapFunction<Iterator<Tuple2<PieceKey, byte[]>>, NullWritable, ResultPart> {
  private static final long serialVersionUID = 2;

  private final Figures figures;
  private final TaskSettings settings;

  SumPieces(Figures figures, TaskSettings settings) {
    this.figures = figures;
    this.settings = settings;
  }

  @Override
  public Iterator<Tuple2<NullWritable, ResultPart>> call(
      Iterator<Tuple2<PieceKey, byte[]>> pieces) {
    return new Parts(pieces);
  }

  private final class Parts implements Iterator<Tuple2<NullWritable, ResultPart>> {
    private final ReduceSide side;
    private boolean finished;

    private Parts(Iterator<Tuple2<PieceKey, byte[]>> tuples) {
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

  private record Pieces(Iterator<Tuple2<PieceKey, byte[]>> tuples) implements Iterator<Piece> {
    @Override
    public boolean hasNext() {
      return tuples.hasNext();
    }

    @Override
    public Piece next() {
      Tuple2<PieceKey, byte[]> piece = tuples.next();
      return new Piece(piece._1(), piece._2());
    }
  }
}
