package dev.conveyor.jobs.chaos;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;

/**
 * Passes bodies on as they stand. A {@link MarkedTask} misbehaves after its last message, when a
 * part of them is written already.
 */
public final class NumberRows implements MapPartitionsFunction<byte[], byte[]>, Iterator<byte[]> {
  private static final long serialVersionUID = 1;

  private transient Iterator<byte[]> bodies;
  private boolean ended;

  @Override
  public Iterator<byte[]> call(Iterator<byte[]> partition) {
    NumberRows rows = new NumberRows();
    rows.bodies = partition;
    return rows;
  }

  @Override
  public boolean hasNext() {
    if (bodies.hasNext()) {
      return true;
    }
    if (!ended) {
      ended = true;
      MarkedTask.misbehave();
    }
    return false;
  }

  @Override
  public byte[] next() {
    return bodies.next();
  }
}
