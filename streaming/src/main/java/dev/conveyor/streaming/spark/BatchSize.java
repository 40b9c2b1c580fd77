package dev.conveyor.streaming.spark;

import java.time.Duration;

/**
 * An estimate of the number of messages that are processed in one interval, or in a second if that
 * is longer, so that the fixed cost of batches is spread. Changes by a factor of four at most. Safe
 * for threads.
 */
final class BatchSize {
  static final long FIRST = 1_000_000;
  static final long LEAST = 10_000;
  private static final double STEP = 4;

  /** The fixed cost of a batch outweighs shorter ones. */
  private static final double SHORTEST_SECONDS = 1;

  /** Durations vary, above all the first one, in a cold JVM. */
  private static final double TOLERANCE = 2;

  /** The share from which a batch is full enough to estimate a larger one. */
  private static final double FULL = 0.8;

  private final long limit;
  private final double aimSeconds;
  private double size;

  /**
   * @param limit upper limit of messages
   * @param interval of the stream
   */
  BatchSize(long limit, Duration interval) {
    this.limit = limit;
    this.aimSeconds = Math.max(SHORTEST_SECONDS, interval.toNanos() / 1e9);
    this.size = FIRST;
  }

  synchronized long messages() {
    return Math.min(limit, Math.max(LEAST, Math.round(size)));
  }

  /** Updates the estimate from a finished batch: messages of its largest address, and duration. */
  synchronized void learn(long messages, Duration took) {
    double seconds = Math.max(1e-3, took.toNanos() / 1e9);
    double wanted = messages / seconds * aimSeconds;
    boolean isFull = messages >= FULL * messages();
    boolean isSlow = seconds > TOLERANCE * aimSeconds;
    if ((isFull && wanted > size) || (isSlow && wanted < size && messages > LEAST)) {
      size = Math.max(LEAST, Math.min(size * STEP, Math.max(size / STEP, wanted)));
    }
  }
}
