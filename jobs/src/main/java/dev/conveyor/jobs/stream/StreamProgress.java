package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.spark.ReceiverWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** How a running stream stands. Safe for threads. */
public final class StreamProgress {
  private final StreamTotals totals = new StreamTotals();
  private final ReceiverWatch receivers = new ReceiverWatch();
  private final ReadModes ways;
  private final Duration interval;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong finished = new AtomicLong();
  private volatile long quietSince = System.nanoTime();
  private volatile StreamInputs inputs;

  StreamProgress(ReadModes ways, Duration interval) {
    this.ways = ways;
    this.interval = interval;
  }

  /** From now on idle is what these are, too. */
  void follow(StreamInputs followed) {
    inputs = followed;
    totals.follow(followed::lost);
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
    Optional<String> failure = inputs == null ? Optional.empty() : inputs.failure();
    return failure.or(receivers::failure);
  }

  /**
   * For how long nothing came and nothing was in hand, waited or was claimed; zero while a server
   * that holds messages is away, and before reading began. Where an address is read live, one
   * interval is taken off, for what was read and no batch holds yet.
   */
  public Duration idle() {
    if (begun.get() != finished.get() || receivers.reading() < ways.received().size()) {
      return Duration.ZERO;
    }
    Duration idle = idleLive();
    Duration live = inputs.idleHeld().map(held -> shorter(idle, held)).orElse(idle);
    return ways.repeatable().isEmpty() ? live : shorter(live, inputs.idle());
  }

  private Duration idleLive() {
    long now = System.nanoTime();
    if (ways.repeatable().size() == ways.addresses().size()) {
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
