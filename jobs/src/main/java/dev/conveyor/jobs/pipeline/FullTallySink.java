package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.stage.Tally;

/** Takes tallies of jobs. */
@FunctionalInterface
public interface FullTallySink {

  /**
   * Returns true if it has raised the limit of a full tally, which is not taken then.
   *
   * @param job index of the job in its list
   */
  default boolean raisesLimit(int job, Tally tally) {
    return false;
  }

  /**
   * Takes the entries of a tally, which is cleared afterwards.
   *
   * @param job index of the job in its list
   */
  void take(int job, Tally tally);
}
