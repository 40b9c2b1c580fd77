package dev.conveyor.jobs.stage;

/** The treatment of a record on which a job throws. */
public enum OnError {
  /** The batch fails. */
  FAIL,

  /** The record becomes a dead letter, and the batch continues. */
  DEAD
}
