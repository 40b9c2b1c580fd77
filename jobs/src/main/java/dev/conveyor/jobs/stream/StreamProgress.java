package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.spark.DirectStream;
import dev.conveyor.streaming.spark.ReceiverWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How a running stream stands. Safe for threads. */
public final class StreamProgress {
  private final StreamTotals totals = new StreamTotals();
  private final ReceiverWatch receivers = new ReceiverWatch();
  private final Ways ways;
  private final Duration interval;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong finished = new AtomicLong();
  private volatile long quietSince = System.nanoTime();
  private volatile DirectStream direct;

  StreamProgress(Ways ways, Duration interval) {
    this.ways = ways;
    this.interval = interval;
  }

  /** From now on idle is what this stream is, too. */
  void follow(DirectStream stream) {
    direct = stream;
  }

  public StreamTotals totals() {
    return totals;
  }

  public ReceiverWatch receivers() {
    return receivers;
  }

  /** How many addresses the stream reads. */
  public int addresses() {
    return ways.addresses().size();
  }

  /** Why no more batches come, as one line for the user. */
  public Optional<String> failure() {
    Optional<String> ofDirect =
        direct == null ? Optional.empty() : direct.failure().map(Throwable::getMessage);
    return ofDirect.or(receivers::failure);
  }

  /**
   * For how long nothing came and nothing was in hand, waited or was claimed; zero while a
   * connection is missing. Where an address is read live, one interval is taken off, for what a
   * receiver has read and no batch holds yet.
   */
  public Duration idle() {
    if (begun.get() != finished.get() || receivers.connected() < ways.live().size()) {
      return Duration.ZERO;
    }
    Duration live = idleReceivers();
    return ways.repeatable().isEmpty() ? live : shorter(live, direct.idle());
  }

  private Duration idleReceivers() {
    long now = System.nanoTime();
    if (ways.live().isEmpty()) {
      return Duration.ofNanos(now - quietSince);
    }
    Duration quiet =
        Duration.ofNanos(Math.min(now - quietSince, now - receivers.changedAt())).minus(interval);
    return quiet.isNegative() ? Duration.ZERO : quiet;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  void begin() {
    begun.incrementAndGet();
  }

  void finish() {
    quietSince = System.nanoTime();
    finished.incrementAndGet();
  }
}
