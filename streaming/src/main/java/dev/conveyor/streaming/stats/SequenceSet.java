package dev.conveyor.streaming.stats;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of positive numbers, stored as ranges: one entry for each range without a gap. Beyond
 * {@value #MAX_RANGES} ranges, the first gap is closed: its numbers stay missing, and later ones of
 * it count as repeats.
 */
final class SequenceSet implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MAX_RANGES = 10_000;

  /** The first and last number of each range. */
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  private long closed;

  /** Adds all numbers from first to last; returns the number of those already in the set. */
  long add(long first, long last) {
    long present = 0;
    long from = first;
    long to = last;
    Map.Entry<Long, Long> range = ranges.floorEntry(last == Long.MAX_VALUE ? last : last + 1);
    while (range != null && range.getValue() >= first - 1) {
      ranges.remove(range.getKey());
      long overlap = Math.min(last, range.getValue()) - Math.max(first, range.getKey()) + 1;
      present += Math.max(0, overlap);
      from = Math.min(from, range.getKey());
      to = Math.max(to, range.getValue());
      range = ranges.lowerEntry(range.getKey());
    }
    ranges.put(from, to);
    if (ranges.size() > MAX_RANGES) {
      closeFirstGap();
    }
    return present;
  }

  long addAll(SequenceSet other) {
    long present = 0;
    for (Map.Entry<Long, Long> range : other.ranges.entrySet()) {
      present += add(range.getKey(), range.getValue());
    }
    closed += other.closed;
    return present;
  }

  private void closeFirstGap() {
    Map.Entry<Long, Long> first = ranges.pollFirstEntry();
    Map.Entry<Long, Long> second = ranges.pollFirstEntry();
    closed += second.getKey() - first.getValue() - 1;
    ranges.put(first.getKey(), second.getValue());
  }

  /** Returns the number of missing numbers between the first and the last. */
  long missing() {
    long missing = closed;
    long before = -1;
    for (Map.Entry<Long, Long> range : ranges.entrySet()) {
      missing += before < 0 ? 0 : range.getKey() - before - 1;
      before = range.getValue();
    }
    return missing;
  }
}
