package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.stage.DeadLetter;

/** Where the records go that a job cannot take. */
@FunctionalInterface
public interface DeadLetterSink {

  /**
   * Takes one.
   *
   * @throws BatchException if it cannot be kept
   */
  void write(DeadLetter letter);
}
