package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.spark.ReceiverWatch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How a running stream stands. Safe for threads. */
public final class StreamProgress {
  private final StreamTotals totals = new StreamTotals();
  private final ReceiverWatch receivers = new ReceiverWatch();
  private final int addresses;
  private final Duration interval;
  private volatile long quietSince = System.nanoTime();
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong finished = new AtomicLong();

  StreamProgress(int addresses, Duration interval) {
    this.addresses = addresses;
    this.interval = interval;
  }

  public StreamTotals totals() {
    return totals;
  }

  public ReceiverWatch receivers() {
    return receivers;
  }

  /** How many addresses the stream reads. */
  public int addresses() {
    return addresses;
  }

  /**
   * For how long nothing came and nothing was in hand. One interval is taken off, for what a
   * receiver has read and no batch holds yet; zero while a connection is missing.
   */
  public Duration idle() {
    if (begun.get() != finished.get() || receivers.connected() < addresses) {
      return Duration.ZERO;
    }
    long now = System.nanoTime();
    long quietNanos = Math.min(now - quietSince, now - receivers.changedAt());
    Duration quiet = Duration.ofNanos(quietNanos).minus(interval);
    return quiet.isNegative() ? Duration.ZERO : quiet;
  }

  /** A batch that holds messages begins; returns its id. */
  long begin() {
    return begun.getAndIncrement();
  }

  void finish() {
    quietSince = System.nanoTime();
    finished.incrementAndGet();
  }
}
