package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleRecord;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.mapreduce.ReduceContext;

/**
 * The input of a reduce task as one sequence of copies: Hadoop provides it by groups, in objects
 * that it reuses. Belongs to one thread at a time.
 */
final class ContextShuffle implements Iterator<ShuffleRecord> {
  private final ReduceContext<ShuffleKey, BytesWritable, ?, ?> context;
  private Iterator<BytesWritable> group = Collections.emptyIterator();
  private boolean isEnded;

  ContextShuffle(ReduceContext<ShuffleKey, BytesWritable, ?, ?> context) {
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
    isEnded = !HadoopCall.unchecked(context::nextKey);
    if (!isEnded) {
      group = HadoopCall.unchecked(context::getValues).iterator();
    }
  }

  @Override
  public ShuffleRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    byte[] bytes = group.next().copyBytes();
    return new ShuffleRecord(HadoopCall.unchecked(context::getCurrentKey).copy(), bytes);
  }
}
