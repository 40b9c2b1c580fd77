package dev.conveyor.jobs.steps;

/** The outcome of a step. */
enum Verdict {
  /** It is performed. */
  GO,

  /** It fails and is not performed. */
  FAIL,

  /** It is performed, and fails for its caller. */
  LOSE,

  /** It is not performed, and its caller is told so. */
  REFUSE
}
