package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.run.RunBatch;
import dev.conveyor.streaming.spark.ReceiverWatch;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The progress of a running stream. Safe for threads. */
public final class StreamProgress {
  private final StreamTotals totals = new StreamTotals();
  private final ReceiverWatch receivers = new ReceiverWatch();
  private final ReadModes modes;
  private final Duration interval;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong finished = new AtomicLong();
  private volatile long quietSince = System.nanoTime();
  private volatile String runName;
  private volatile StreamEngine engine;

  /** The batch that is being processed; null between batches. */
  private volatile RunBatch current;

  StreamProgress(ReadModes modes, Duration interval) {
    this.modes = modes;
    this.interval = interval;
  }

  /**
   * Takes the name of the run that was opened.
   *
   * @param ended indexes of addresses whose end marker came before
   */
  void open(String name, Set<Integer> ended) {
    runName = name;
    totals.restore(ended);
  }

  /** Takes the engine of the stream, which is about to start. */
  void start(StreamEngine started) {
    totals.follow(started::lost);
    engine = started;
  }

  Optional<String> runName() {
    return Optional.ofNullable(runName);
  }

  boolean hasStarted() {
    return engine != null;
  }

  public StreamTotals totals() {
    return totals;
  }

  public ReceiverWatch receivers() {
    return receivers;
  }

  /** Returns the number of addresses of the stream. */
  public int addresses() {
    return modes.addresses().size();
  }

  /** Returns why no more batches come, as one line for the user. */
  public Optional<String> failure() {
    Optional<String> failure = engine == null ? Optional.empty() : engine.failure();
    return failure.or(receivers::failure);
  }

  /** Throws the reason why no more batches come, if there is one. */
  void throwFailure() {
    failure()
        .ifPresent(
            reason -> {
              throw new StreamException(reason);
            });
  }

  /**
   * Returns the time since a message came, waited, was claimed or was in a batch. It is zero before
   * reading begins, and while a server that keeps messages does not answer. With an address that is
   * read live it is one interval less, for messages that no batch holds yet.
   */
  public Duration idle() {
    if (begun.get() != finished.get() || receivers.reading() < modes.received().size()) {
      return Duration.ZERO;
    }
    Duration idle = idleLive();
    Duration live = engine.idleManualAck().map(manual -> shorter(idle, manual)).orElse(idle);
    return modes.replayable().isEmpty() ? live : shorter(live, engine.idle());
  }

  private Duration idleLive() {
    long now = System.nanoTime();
    if (modes.replayable().size() == modes.addresses().size()) {
      return Duration.ofNanos(now - quietSince);
    }
    Duration quiet =
        Duration.ofNanos(Math.min(now - quietSince, now - receivers.changedAt())).minus(interval);
    return quiet.isNegative() ? Duration.ZERO : quiet;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /**
   * Returns a clause about the batch that is being processed; empty between batches. The number of
   * live messages is unknown before they are counted.
   */
  String activity() {
    RunBatch batch = current;
    if (batch == null) {
      return "";
    }
    return batch.isLive()
        ? "processing a batch"
        : String.format(
            Locale.ROOT,
            "processing batch %d: %,d %s",
            batch.id(),
            batch.messages(),
            batch.messages() == 1 ? "message" : "messages");
  }

  void begin(RunBatch batch) {
    current = batch;
    begun.incrementAndGet();
  }

  void finish() {
    current = null;
    quietSince = System.nanoTime();
    finished.incrementAndGet();
  }
}
