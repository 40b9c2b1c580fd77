package dev.conveyor.streaming.stats;

import dev.conveyor.streaming.Message;
import java.io.Serializable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * How messages have arrived: gaps, repeats and latency as far as their envelopes tell. Receptions
 * of parts add up to that of the whole, in any order. Belongs to one thread.
 */
public final class DeliveryStats implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int SIGNIFICANT_DIGITS = 2;
  private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

  private final SequenceTracker continuity = new SequenceTracker();

  /** Null until a message has borne an envelope: a histogram takes kilobytes. */
  private Histogram millis;

  /** Counts a message that is in hand now; the clock is looked at only if that is to be known. */
  public void add(Message message, InstantSource clock) {
    continuity.add(message);
    if (message.envelope() != null) {
      long late = Duration.between(message.envelope().sentAt(), clock.instant()).toMillis();
      histogram().recordValue(Math.max(0, Math.min(late, LONGEST_MILLIS)));
    }
  }

  /** Counts what the other one has counted. */
  public void add(DeliveryStats other) {
    continuity.add(other.continuity);
    if (other.millis != null) {
      histogram().add(other.millis);
    }
  }

  private Histogram histogram() {
    if (millis == null) {
      millis = new Histogram(SIGNIFICANT_DIGITS);
      millis.setAutoResize(true);
    }
    return millis;
  }

  /** How many messages are missing; empty if nobody can know, since some bore no envelope. */
  public OptionalLong gaps() {
    return continuity.isKnown() ? OptionalLong.of(continuity.gaps()) : OptionalLong.empty();
  }

  /** How many came again; empty if nobody can know. */
  public OptionalLong repeats() {
    return continuity.isKnown() ? OptionalLong.of(continuity.repeats()) : OptionalLong.empty();
  }

  /** Of the messages that bore an envelope; empty if none did. */
  public Optional<Latency> latency() {
    return millis == null
        ? Optional.empty()
        : Optional.of(
            new Latency(millis.getValueAtPercentile(50), millis.getValueAtPercentile(99)));
  }
}
