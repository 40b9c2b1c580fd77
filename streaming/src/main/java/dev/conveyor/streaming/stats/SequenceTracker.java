package dev.conveyor.streaming.stats;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which of each producer's numbered messages have come, source by source: how many are missing
 * between them, how many came twice, and how many nobody could tell about because they bore no
 * {@link Envelope}. The order in which they come makes no difference.
 *
 * <p>What was sent before the first one that came is not missed: a subscriber may join late.
 * Readers that share a queue see gaps where others took; add their continuities up. Belongs to one
 * thread.
 *
 * <p>Memory: some 200 bytes a producer and source, and a hole; of those longest unheard of beyond
 * {@value #MOST_PRODUCERS} only the sums are kept.
 */
public final class SequenceTracker implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MOST_PRODUCERS = 10_000;

  /** In the order in which they were last heard of. */
  private final LinkedHashMap<Line, SequenceSet> lines = new LinkedHashMap<>(16, 0.75f, true);

  private long messages;
  private long unknown;
  private long repeats;
  private long gapsOfTheForgotten;

  /** What one producer sends to one topic. */
  private record Line(String source, long producer) implements Serializable {}

  /** Counts a message. */
  public void add(Message message) {
    messages++;
    Envelope envelope = message.envelope();
    if (envelope == null) {
      unknown++;
    } else {
      add(new Line(message.source(), envelope.producer()), envelope.sequence());
    }
  }

  private void add(Line line, long sequence) {
    repeats += set(line).add(sequence, sequence);
  }

  private SequenceSet set(Line line) {
    SequenceSet known = lines.get(line);
    if (known != null) {
      return known;
    }
    if (lines.size() == MOST_PRODUCERS) {
      Line longestUnheardOf = lines.keySet().iterator().next();
      gapsOfTheForgotten = saturated(gapsOfTheForgotten, lines.remove(longestUnheardOf).missing());
    }
    SequenceSet added = new SequenceSet();
    lines.put(line, added);
    return added;
  }

  /** Counts what the other one has counted. */
  public void add(SequenceTracker other) {
    messages += other.messages;
    unknown += other.unknown;
    repeats += other.repeats;
    gapsOfTheForgotten = saturated(gapsOfTheForgotten, other.gapsOfTheForgotten);
    for (Map.Entry<Line, SequenceSet> line : other.lines.entrySet()) {
      repeats += set(line.getKey()).addAll(line.getValue());
    }
  }

  /** Whether every message so far bore an envelope, and there was one: gaps and repeats hold. */
  public boolean isKnown() {
    return messages > 0 && unknown == 0;
  }

  /** How many messages have not come although a later one of the same producer has. */
  public long gaps() {
    return lines.values().stream()
        .mapToLong(SequenceSet::missing)
        .reduce(gapsOfTheForgotten, SequenceTracker::saturated);
  }

  /** How many came again. */
  public long repeats() {
    return repeats;
  }

  /** How many bore no envelope. */
  public long unknown() {
    return unknown;
  }

  private static long saturated(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
