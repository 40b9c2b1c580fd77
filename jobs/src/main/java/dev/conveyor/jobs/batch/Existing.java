package dev.conveyor.jobs.batch;

/** What becomes of an output that is already there. */
public enum Existing {
  /** It stays, and the batch fails. */
  REFUSE,
  /** It stays until the new one is complete, then it goes. */
  REPLACE
}
