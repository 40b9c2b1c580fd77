package dev.conveyor.jobs.stage;

/** What becomes of a record on which a job throws. */
public enum OnError {
  /** Its batch fails. */
  FAIL,

  /** It becomes a dead letter, and the batch continues. */
  DEAD
}
