package dev.conveyor.jobs.steps;

import java.time.Duration;
import java.util.Locale;

/** The kind of run, and its input. */
enum Door {
  /** {@code stream} over a list. */
  STREAM_LIST("list=numbers"),

  /** {@code stream} over a Redis stream. */
  STREAM_LOG("stream=numbers"),

  /** {@code stream} over a list that others take from, too. */
  STREAM_SHARED("list=numbers&shared"),

  /** {@code stream} over a list and an acknowledged ZeroMQ queue. */
  LIVE("list=numbers"),

  /** A program of the user's own, as the documentation has it. */
  LIBRARY("list=numbers"),

  /** {@code batch} over a list. */
  BATCH("list=numbers"),

  /** The same, replacing an older output. */
  BATCH_OVERWRITE("list=numbers"),

  /** A query of Structured Streaming that writes a list, over a list. */
  STRUCTURED_LIST("list=numbers"),

  /** The same over a Redis stream. */
  STRUCTURED_LOG("stream=numbers"),

  /** The same over a list, ended when it has read what waits there, and started again. */
  STRUCTURED_NOW("list=numbers");

  /** The folder of the results. */
  static final String OUT = "out";

  /** The list that queries write. */
  static final String TARGET = "carried";

  /** How long a driver may be silent. */
  static final Duration LEASE = Duration.ofMillis(500);

  private static final Duration IDLE = Duration.ofMillis(500);

  /** Longer than what a frozen driver has not acknowledged takes to come to its successor. */
  private static final Duration LIVE_IDLE = Duration.ofMillis(2_500);

  private final String queue;

  Door(String queue) {
    this.queue = queue;
  }

  /** The address of what it reads from Redis, at that server. */
  String redis(String host, int port) {
    return redis(host, port, queue);
  }

  /** The address of what a query writes. */
  static String target(String host, int port) {
    return redis(host, port, "list=" + TARGET);
  }

  private static String redis(String host, int port, String key) {
    return "redis://" + host + ":" + port + "?" + key + "&reconnect=10s";
  }

  /** Returns whether a query of Structured Streaming reads and writes. */
  boolean isStructured() {
    return this == STRUCTURED_LIST || this == STRUCTURED_LOG || endsByItself();
  }

  /** Returns whether a driver reads only what was there when it began. */
  boolean endsByItself() {
    return this == STRUCTURED_NOW;
  }

  boolean isBatch() {
    return this == BATCH || this == BATCH_OVERWRITE;
  }

  boolean isLive() {
    return this == LIVE;
  }

  /** Returns whether the queue is a log, which keeps what was read. */
  boolean isLog() {
    return this == STREAM_LOG || this == STRUCTURED_LOG;
  }

  /** After which a stream ends. */
  Duration idle() {
    return isLive() ? LIVE_IDLE : IDLE;
  }

  /** Below {@link #OUT}, where the folders of batches are; a batch has no such. */
  String results() {
    return switch (this) {
      case BATCH, BATCH_OVERWRITE -> "";
      case LIBRARY -> "results";
      default -> Numbers.class.getName();
    };
  }

  /** As options and tables spell it. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
