package dev.conveyor.streaming.stats;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of whole numbers above zero, kept as its stretches without a hole: one entry for what came
 * without a gap, however long. Beyond {@value #MOST_STRETCHES} stretches the first hole is given
 * up: it stays missing, and what comes of it later counts as come before.
 */
final class SequenceSet implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MOST_STRETCHES = 10_000;

  /** First to last number of each stretch. */
  private final TreeMap<Long, Long> stretches = new TreeMap<>();

  private long givenUp;

  /** Adds all numbers from first to last; returns how many of them were there before. */
  long add(long first, long last) {
    long there = 0;
    long from = first;
    long to = last;
    Map.Entry<Long, Long> stretch = stretches.floorEntry(last == Long.MAX_VALUE ? last : last + 1);
    while (stretch != null && stretch.getValue() >= first - 1) {
      stretches.remove(stretch.getKey());
      long overlap = Math.min(last, stretch.getValue()) - Math.max(first, stretch.getKey()) + 1;
      there += Math.max(0, overlap);
      from = Math.min(from, stretch.getKey());
      to = Math.max(to, stretch.getValue());
      stretch = stretches.lowerEntry(stretch.getKey());
    }
    stretches.put(from, to);
    if (stretches.size() > MOST_STRETCHES) {
      giveUpTheFirstHole();
    }
    return there;
  }

  long addAll(SequenceSet other) {
    long there = 0;
    for (Map.Entry<Long, Long> stretch : other.stretches.entrySet()) {
      there += add(stretch.getKey(), stretch.getValue());
    }
    givenUp += other.givenUp;
    return there;
  }

  private void giveUpTheFirstHole() {
    Map.Entry<Long, Long> first = stretches.pollFirstEntry();
    Map.Entry<Long, Long> second = stretches.pollFirstEntry();
    givenUp += second.getKey() - first.getValue() - 1;
    stretches.put(first.getKey(), second.getValue());
  }

  /** How many numbers between the first and the last are not there. */
  long missing() {
    long missing = givenUp;
    long before = -1;
    for (Map.Entry<Long, Long> stretch : stretches.entrySet()) {
      missing += before < 0 ? 0 : stretch.getKey() - before - 1;
      before = stretch.getValue();
    }
    return missing;
  }
}
