package dev.conveyor.streaming.stats;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tracks the sequence numbers of each producer and source: counts gaps, repeats, and messages
 * without an {@link Envelope}. The order of arrival does not matter.
 *
 * <p>Messages before the first one to arrive are not missing: a subscriber may join late. Readers
 * that share a queue see gaps where others have read; add their trackers. Belongs to one thread.
 *
 * <p>Memory: about 200 bytes for each producer and source, and for each gap. Beyond {@value
 * #MAX_PRODUCERS} producers, only the sums of the least recent ones are kept.
 */
public final class SequenceTracker implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MAX_PRODUCERS = 10_000;

  /** In the order of their latest message. */
  private final LinkedHashMap<Series, SequenceSet> series = new LinkedHashMap<>(16, 0.75f, true);

  private long messages;
  private long unknown;
  private long repeats;
  private long gapsOfRemoved;

  /** The messages of one producer to one source. */
  private record Series(String source, long producer) implements Serializable {}

  /** Adds a message. */
  public void add(Message message) {
    messages++;
    Envelope envelope = message.envelope();
    if (envelope == null) {
      unknown++;
    } else {
      add(new Series(message.source(), envelope.producer()), envelope.sequence());
    }
  }

  /** Adds a message without an envelope. */
  public void addPlain() {
    messages++;
    unknown++;
  }

  private void add(Series entry, long sequence) {
    repeats += set(entry).add(sequence, sequence);
  }

  private SequenceSet set(Series entry) {
    SequenceSet known = series.get(entry);
    if (known != null) {
      return known;
    }
    if (series.size() == MAX_PRODUCERS) {
      Series leastRecent = series.keySet().iterator().next();
      gapsOfRemoved = saturated(gapsOfRemoved, series.remove(leastRecent).missing());
    }
    SequenceSet added = new SequenceSet();
    series.put(entry, added);
    return added;
  }

  /** Adds the counts of another tracker. */
  public void add(SequenceTracker other) {
    messages += other.messages;
    unknown += other.unknown;
    repeats += other.repeats;
    gapsOfRemoved = saturated(gapsOfRemoved, other.gapsOfRemoved);
    for (Map.Entry<Series, SequenceSet> entry : other.series.entrySet()) {
      repeats += set(entry.getKey()).addAll(entry.getValue());
    }
  }

  /** Returns whether there were messages and all had envelopes, so that the counts are complete. */
  public boolean isKnown() {
    return messages > 0 && unknown == 0;
  }

  /** Returns the number of missing messages, of which a later one of the same producer arrived. */
  public long gaps() {
    return series.values().stream()
        .mapToLong(SequenceSet::missing)
        .reduce(gapsOfRemoved, SequenceTracker::saturated);
  }

  /** Returns the number of repeated messages. */
  public long repeats() {
    return repeats;
  }

  /** Returns the number of messages without an envelope. */
  public long unknown() {
    return unknown;
  }

  private static long saturated(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
