package dev.conveyor.jobs.output;

/** What becomes of an output that is already there. */
public enum SaveMode {
  /** It stays, and the batch fails. */
  REFUSE,
  /** It stays until the new one is complete, then it goes. */
  REPLACE
}
