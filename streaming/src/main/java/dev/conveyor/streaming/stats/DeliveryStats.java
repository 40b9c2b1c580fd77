package dev.conveyor.streaming.stats;

import dev.conveyor.streaming.Message;
import java.io.Serializable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * Delivery statistics from envelopes: gaps, repeats and latency. Statistics of parts can be added
 * in any order. Belongs to one thread.
 */
public final class DeliveryStats implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int SIGNIFICANT_DIGITS = 2;
  private static final long MAX_LATENCY_MILLIS = Duration.ofDays(1).toMillis();

  private final SequenceTracker sequences = new SequenceTracker();

  /** Null before the first message with an envelope: a histogram takes kilobytes. */
  private Histogram latencies;

  /** Adds a message that has just arrived; reads the clock only if it has an envelope. */
  public void add(Message message, InstantSource clock) {
    sequences.add(message);
    if (message.envelope() != null) {
      long latency = Duration.between(message.envelope().sentAt(), clock.instant()).toMillis();
      histogram().recordValue(Math.max(0, Math.min(latency, MAX_LATENCY_MILLIS)));
    }
  }

  /** Adds the statistics of another part. */
  public void add(DeliveryStats other) {
    sequences.add(other.sequences);
    if (other.latencies != null) {
      histogram().add(other.latencies);
    }
  }

  private Histogram histogram() {
    if (latencies == null) {
      latencies = new Histogram(SIGNIFICANT_DIGITS);
      latencies.setAutoResize(true);
    }
    return latencies;
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
    return latencies == null
        ? Optional.empty()
        : Optional.of(
            new Latency(latencies.getValueAtPercentile(50), latencies.getValueAtPercentile(99)));
  }
}
