package dev.conveyor.streaming.stats;

import dev.conveyor.streaming.Message;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * Delivery statistics from envelopes: gaps, repeats and latency. Statistics of parts can be added
 * in any order. Belongs to one thread.
 *
 * <p>Latency is also kept without the warm-up: the ten seconds from the first message with an
 * envelope on, by the reader's clock. A part counts as after it as a whole if its own first message
 * does; of another part, only what comes ten seconds after that part's first message.
 */
public final class DeliveryStats implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int SIGNIFICANT_DIGITS = 2;
  private static final long MAX_LATENCY_MILLIS = Duration.ofDays(1).toMillis();
  private static final long WARM_UP_MILLIS = Duration.ofSeconds(10).toMillis();

  private final SequenceTracker sequences = new SequenceTracker();

  /** Null before the first message with an envelope: a histogram takes kilobytes. */
  private Histogram latencies;

  /** Those after the warm-up; null before the first. */
  private Histogram later;

  /** When the first message with an envelope was read. Meaningless before. */
  private long first;

  /** Adds a message that has just arrived; reads the clock only if it tells when it was sent. */
  public void add(Message message, InstantSource clock) {
    sequences.add(message);
    if (message.envelope() != null) {
      message.envelope().sent().ifPresent(sent -> add(sent, clock.instant()));
    }
  }

  private void add(Instant sent, Instant now) {
    long latency = Duration.between(sent, now).toMillis();
    add(now.toEpochMilli(), Math.max(0, Math.min(latency, MAX_LATENCY_MILLIS)));
  }

  private void add(long now, long latency) {
    first = latencies == null ? now : Math.min(first, now);
    latencies = latencies == null ? histogram() : latencies;
    latencies.recordValue(latency);
    if (now - first >= WARM_UP_MILLIS) {
      later = later == null ? histogram() : later;
      later.recordValue(latency);
    }
  }

  /** Adds a message without an envelope. */
  public void addPlain() {
    sequences.addPlain();
  }

  /** Adds the statistics of another part. */
  public void add(DeliveryStats other) {
    sequences.add(other.sequences);
    if (other.latencies != null) {
      long start = latencies == null ? other.first : Math.min(first, other.first);
      later = sum(after(start), other.after(start));
      latencies = sum(latencies, other.latencies);
      first = start;
    }
  }

  /** Returns the latencies after the warm-up of a whole that started then; may be null. */
  private Histogram after(long start) {
    return latencies != null && first - start >= WARM_UP_MILLIS ? latencies : later;
  }

  /** Returns the sum of two histograms, either of which may be null, in one of its own. */
  private static Histogram sum(Histogram one, Histogram other) {
    if (other == null) {
      return one;
    }
    Histogram sum = histogram();
    sum.add(other);
    if (one != null) {
      sum.add(one);
    }
    return sum;
  }

  private static Histogram histogram() {
    Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
    histogram.setAutoResize(true);
    return histogram;
  }

  /** Returns the number of missing messages; empty if a message had no envelope. */
  public OptionalLong gaps() {
    return sequences.isKnown() ? OptionalLong.of(sequences.gaps()) : OptionalLong.empty();
  }

  /** Returns the number of repeated messages; empty if a message had no envelope. */
  public OptionalLong repeats() {
    return sequences.isKnown() ? OptionalLong.of(sequences.repeats()) : OptionalLong.empty();
  }

  /** Returns the latency of the messages with an envelope; empty if there were none. */
  public Optional<Latency> latency() {
    return Optional.ofNullable(latencies)
        .map(all -> new Latency(percentile(all, 50), percentile(all, 99), afterWarmUp()));
  }

  private Optional<Latency.AfterWarmUp> afterWarmUp() {
    return Optional.ofNullable(later)
        .map(
            of ->
                new Latency.AfterWarmUp(
                    percentile(of, 50), percentile(of, 99), of.getTotalCount()));
  }

  private static long percentile(Histogram of, double percent) {
    return of.getValueAtPercentile(percent);
  }
}
