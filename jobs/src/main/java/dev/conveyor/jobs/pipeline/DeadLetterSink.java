package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.stage.DeadLetter;

/** Takes records that a job cannot take. */
@FunctionalInterface
public interface DeadLetterSink {

  /**
   * Takes one.
   *
   * @param job index of the job
   * @throws dev.conveyor.jobs.failure.BatchException if it cannot be written
   */
  void write(int job, DeadLetter letter);
}
