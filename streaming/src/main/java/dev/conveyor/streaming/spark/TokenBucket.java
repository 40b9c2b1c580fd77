package dev.conveyor.streaming.spark;

/**
 * A limit on messages read, at a rate that may change at any time. The bucket holds a tenth of what
 * a batch may hold, and never less than one.
 */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private final long limit;
  private final double intervalSeconds;
  private double tokens = 1;
  private long last;

  /**
   * @param limit messages a batch
   * @param now as {@link System#nanoTime} tells
   */
  TokenBucket(long limit, double intervalSeconds, long now) {
    this.limit = limit;
    this.intervalSeconds = intervalSeconds;
    this.last = now;
  }

  /** Returns the number of allowed messages, at the given rate or the limit, whichever is less. */
  int at(long now, long perSecond) {
    double perBatch = Math.min((double) limit, perSecond * intervalSeconds);
    double capacity = Math.max(1, perBatch / 10);
    double rate = Math.max(perBatch - capacity, perBatch / 2) / intervalSeconds;
    tokens = Math.min(capacity, tokens + rate * (now - last) / NANOS);
    last = now;
    return (int) Math.min(tokens, Integer.MAX_VALUE);
  }

  void spend(int messages) {
    tokens -= messages;
  }
}
