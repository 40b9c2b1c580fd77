package dev.conveyor.streaming.spark;

import java.time.Duration;
import org.apache.spark.streaming.scheduler.rate.RateEstimator;
import scala.Option;

/**
 * An estimate of the rate at which a receiver may read. Grows while batches are short, and shrinks
 * when they become long. Changes by a factor of four at most. Safe for threads.
 *
 * <p>Spark's own estimator divides the messages of a batch by its duration. A small batch takes as
 * long as its fixed cost, so that it keeps a stream at the rate of its first batches.
 */
final class ReceiverRate implements RateEstimator {
  private static final long serialVersionUID = 1;
  private static final double STEP = 4;

  /** The fixed cost of a batch outweighs shorter ones. */
  private static final double SHORTEST_SECONDS = 0.5;

  /** The share of the messages of an interval from which the rate is in use. */
  private static final double USED = 0.5;

  private final double intervalSeconds;
  private final double aimSeconds;
  private double rate;

  /**
   * @param first messages a second before the first batch
   * @param interval of the stream
   */
  ReceiverRate(long first, Duration interval) {
    this.rate = first;
    this.intervalSeconds = interval.toNanos() / 1e9;
    this.aimSeconds = Math.max(SHORTEST_SECONDS, intervalSeconds);
  }

  synchronized long perSecond() {
    return Math.max(1, (long) rate);
  }

  /**
   * Returns the rate after a batch.
   *
   * @param time of the end of the batch, in milliseconds
   * @param processed its duration in milliseconds
   * @param waited the time that it waited for batches before it, in milliseconds
   */
  @Override
  public Option<Object> compute(long time, long elements, long processed, long waited) {
    learn(elements, processed / 1e3);
    return Option.apply((double) perSecond());
  }

  private synchronized void learn(long messages, double seconds) {
    boolean isUsed = messages >= USED * rate * intervalSeconds;
    if (isUsed && seconds < aimSeconds / 2) {
      rate = Math.min(rate * STEP, Long.MAX_VALUE);
    } else if (messages > 0 && seconds > aimSeconds * 2) {
      rate = Math.max(1, Math.max(rate / STEP, Math.min(rate, messages / seconds)));
    }
  }
}
