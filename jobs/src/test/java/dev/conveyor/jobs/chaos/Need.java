package dev.conveyor.jobs.chaos;

/** The requirement of a fault on the site of a round. */
enum Need {
  /** Executors in processes of their own. */
  EXECUTORS,
  /** A proxy between Redis and its clients. */
  PROXY,
  /** A replica that is promoted. */
  REPLICA,
  /** A small disk of its own for results. */
  SMALL_DISK,
  /** A file system that can be slowed down. */
  SLOW_DISK,
  /** Speculation of Spark. */
  SPECULATION,
  /** Executors with little memory. */
  LITTLE_MEMORY,
  /** A proxy before the object store. */
  STORE_PROXY
}
