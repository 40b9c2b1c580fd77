package dev.conveyor.jobs.steps;

import java.time.Duration;
import java.util.Locale;

/** What is run, and what it reads. */
enum Door {
  /** {@code stream} over a list. */
  STREAM_LIST("?list=numbers"),

  /** {@code stream} over a Redis stream. */
  STREAM_LOG("?stream=numbers"),

  /** {@code stream} over a list that others take from, too. */
  STREAM_SHARED("?list=numbers&shared"),

  /** {@code batch} over a list. */
  BATCH("?list=numbers"),

  /** The same, replacing an older output. */
  BATCH_OVERWRITE("?list=numbers");

  /** The folder of the results. */
  static final String OUT = "out";

  /** How long a driver may be silent. */
  static final Duration LEASE = Duration.ofMillis(500);

  private static final Duration IDLE = Duration.ofMillis(500);

  private final String redis;

  Door(String redis) {
    this.redis = redis;
  }

  /** The address of its queue, behind the server. */
  String redis() {
    return redis;
  }

  boolean isBatch() {
    return this == BATCH || this == BATCH_OVERWRITE;
  }

  /** Whether the queue is a log, which keeps what was read. */
  boolean isLog() {
    return this == STREAM_LOG;
  }

  /** After which a stream ends. */
  Duration idle() {
    return IDLE;
  }

  /** As options and tables spell it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
