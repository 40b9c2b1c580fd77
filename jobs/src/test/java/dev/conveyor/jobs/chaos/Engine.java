package dev.conveyor.jobs.chaos;

import java.util.EnumSet;
import java.util.Set;

/** Where the tasks run. */
enum Engine {
  /** In the driver itself. */
  LOCAL,
  /** In two executors, on two workers with addresses of their own, or Spark never speculates. */
  CLUSTER;

  /** What can be done there. */
  Set<Kind> kinds() {
    return this == CLUSTER
        ? EnumSet.allOf(Kind.class)
        : EnumSet.complementOf(EnumSet.of(Kind.EXECUTOR, Kind.SPECULATION));
  }
}
