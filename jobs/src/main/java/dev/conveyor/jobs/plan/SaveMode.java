package dev.conveyor.jobs.plan;

/** The treatment of an output that already exists. */
public enum SaveMode {
  /** The batch fails and the output stays. */
  ERROR_IF_EXISTS,
  /** The output stays until the new one is complete and is then removed. */
  OVERWRITE
}
