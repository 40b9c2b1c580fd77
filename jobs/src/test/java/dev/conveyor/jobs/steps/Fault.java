package dev.conveyor.jobs.steps;

import java.util.Locale;

/** A fault at one step of a driver. */
enum Fault {
  /**
   * The driver dies before the step: that call and all later ones fail, also in {@code finally}.
   */
  KILL,

  /** The whole process stops before the step, a successor finishes, then the process resumes. */
  PAUSE,

  /** The step is performed, and its answer is lost. */
  LOSE,

  /** The step is not performed, and its caller gets an error. The driver lives. */
  REFUSE,

  /** The step and the renewals of the lease wait until the lease has expired. */
  DELAY;

  /** As options and tables spell it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
