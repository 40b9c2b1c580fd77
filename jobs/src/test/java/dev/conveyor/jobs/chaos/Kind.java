package dev.conveyor.jobs.chaos;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the kit does to a run. */
enum Kind {
  /** {@code kill -9} of the driver; its supervisor starts another. */
  DRIVER,
  /** {@code kill -9} of one of the executors. */
  EXECUTOR,
  /** {@code kill -9} of Redis, which starts again from its append-only file. */
  REDIS,
  /** SIGSTOP of the driver until another has taken its run over; then SIGCONT. */
  FREEZE,
  /** A task that fails on its first try, in the middle of its messages. */
  TASK,
  /** A task so slow on its first try that Spark starts a second one beside it. */
  SPECULATION;

  /** Those that come at times of the plan; the others come with the work. */
  static Set<Kind> timed() {
    return EnumSet.of(DRIVER, EXECUTOR, REDIS, FREEZE);
  }

  /** As the command line and the table spell it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
