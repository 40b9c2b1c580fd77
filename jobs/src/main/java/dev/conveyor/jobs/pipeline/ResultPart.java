package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.merge.SortedSums;

/** A part of the result that a reduce task writes. */
public sealed interface ResultPart {

  /**
   * All sums of a job in this partition: at the end of the task, at most once. To be read before
   * the reduce side is closed.
   */
  record JobSums(int job, SortedSums sums) implements ResultPart {}

  /** Lines of the result with their ends, any number of times. */
  record Text(byte[] lines) implements ResultPart {}

  /** A dead letter of a job, as a line of JSON without its end. */
  record DeadLetterLine(int job, byte[] line) implements ResultPart {}
}
