package dev.conveyor.jobs.pipeline;

import dev.conveyor.jobs.stage.Tally;

/** Takes a full tally of a job, which is cleared afterwards. */
@FunctionalInterface
public interface FullTallySink {

  /**
   * Takes the entries of a tally.
   *
   * @param job index of the job in its list
   */
  void take(int job, Tally tally);
}
