package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.batch.Piece;
import dev.conveyor.jobs.batch.PieceKey;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.mapreduce.ReduceContext;

/**
 * What a reduce task is sent, as one sequence: Hadoop gives it group by group, in objects that it
 * uses again. Belongs to one thread at a time.
 */
final class ContextPieces implements Iterator<Piece> {
  private final ReduceContext<PieceKey, BytesWritable, ?, ?> context;
  private Iterator<BytesWritable> group = Collections.emptyIterator();
  private boolean isEnded;

  ContextPieces(ReduceContext<PieceKey, BytesWritable, ?, ?> context) {
    this.context = context;
  }

  @Override
  public boolean hasNext() {
    while (!isEnded && !group.hasNext()) {
      advance();
    }
    return !isEnded;
  }

  private void advance() {
    isEnded = !Steps.take(context::nextKey);
    if (!isEnded) {
      group = Steps.take(context::getValues).iterator();
    }
  }

  @Override
  public Piece next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    byte[] bytes = group.next().copyBytes();
    return new Piece(Steps.take(context::getCurrentKey).copy(), bytes);
  }
}
