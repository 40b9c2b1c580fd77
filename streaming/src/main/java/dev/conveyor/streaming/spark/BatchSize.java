package dev.conveyor.streaming.spark;

import java.time.Duration;

/**
 * How many messages a batch may hold: as many as lately took about one interval, or a second, so
 * that batches keep up with the clock and their fixed cost is spread. Moves by a factor of four at
 * most. Safe for threads.
 */
final class BatchSize {
  static final long FIRST = 1_000_000;
  static final long LEAST = 10_000;
  private static final double STEP = 4;

  /**
   * Shorter batches spend their time on what a batch costs at all; who is behind is late anyhow.
   */
  private static final double SHORTEST_SECONDS = 1;

  /** Batches vary; above all the first, which finds a JVM cold. */
  private static final double TOLERANCE = 2;

  /** A batch that was nearly full tells what a larger one would take. */
  private static final double FULL = 0.8;

  private final long limit;
  private final double aimSeconds;
  private double size;

  /**
   * @param limit never to be exceeded
   * @param interval how often a batch is cut
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
