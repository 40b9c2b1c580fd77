package dev.conveyor.jobs.pipeline;

import java.io.Closeable;
import java.io.IOException;

/**
 * One map task: maps its records and sends what the reduce tasks need. Belongs to one thread; to be
 * closed before what it reads from.
 */
public interface MapSide extends Closeable {

  /**
   * Maps the next block of records; after the last one sends what is left.
   *
   * @return false after the last one; not to be called again then
   * @throws dev.conveyor.jobs.stage.JobException if a job fails
   * @throws dev.conveyor.jobs.failure.BatchException if the input cannot be read, or a program
   *     fails
   * @throws java.io.UncheckedIOException soon after the thread is interrupted
   */
  boolean advance();

  /** Returns the figures of the records mapped so far and of the pairs sent; keys are 0. */
  BatchCounts figures();

  /** Ends what still runs for this task. */
  @Override
  void close() throws IOException;
}
