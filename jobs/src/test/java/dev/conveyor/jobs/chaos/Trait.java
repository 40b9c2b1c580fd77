package dev.conveyor.jobs.chaos;

/** A property of a door that decides which faults apply to it. */
enum Trait {
  /** Reads from a Redis list. */
  LIST,
  /** Reads from a Redis stream. */
  STREAM,
  /** Writes to Redis. */
  TO_REDIS,
  /** Reads from or writes to ZeroMQ. */
  ZEROMQ,
  /** Has a receiver in an executor. */
  RECEIVER,
  /** Runs tasks of Spark, in executors if asked to. */
  SPARK,
  /** One process at a time has the right to write the results: a lease. */
  LEASE,
  /** Writes its results to files. */
  FILES,
  /** Writes its results to an object store. */
  S3,
  /** Tells how many messages Redis has lost. */
  REPORTS_LOSS,
  /** Reads what is there when a batch begins; what goes between two batches was never in one. */
  SNAPSHOTS
}
