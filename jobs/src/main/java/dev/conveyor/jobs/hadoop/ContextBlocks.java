package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.input.RecordBlock;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.mapreduce.MapContext;

/** The input of a map task as an iterator. Belongs to one thread at a time. */
final class ContextBlocks implements Iterator<RecordBlock> {
  private final MapContext<?, RecordBlock, ?, ?> context;
  private boolean isAsked;
  private boolean isThere;

  ContextBlocks(MapContext<?, RecordBlock, ?, ?> context) {
    this.context = context;
  }

  /** Returns whether there is another block; invalidates the previous one. */
  @Override
  public boolean hasNext() {
    if (!isAsked) {
      isThere = HadoopCall.unchecked(context::nextKeyValue);
      isAsked = true;
    }
    return isThere;
  }

  @Override
  public RecordBlock next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    isAsked = false;
    return HadoopCall.unchecked(context::getCurrentValue);
  }
}
