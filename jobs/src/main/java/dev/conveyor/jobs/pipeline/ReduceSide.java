package dev.conveyor.jobs.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;

/**
 * One reduce task: makes parts of the result of what map tasks have sent. Belongs to one thread; to
 * be closed before what it reads from.
 */
public interface ReduceSide extends Iterator<ResultPart>, Closeable {

  /**
   * Waits for the next part.
   *
   * @throws dev.conveyor.jobs.failure.BatchException if a sum leaves the range of a long, or a
   *     program fails
   */
  @Override
  boolean hasNext();

  /**
   * Returns the figures of this task, once all parts were taken. Records are 0, and dead letters
   * are those of this task only: map tasks have counted theirs.
   */
  BatchCounts figures();

  @Override
  void close() throws IOException;
}
