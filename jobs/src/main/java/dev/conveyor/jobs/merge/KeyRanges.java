package dev.conveyor.jobs.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Divides the keys of some runs into ranges that hold about equally many bytes. */
final class KeyRanges {
  /** A range of more than this many times the wanted size would take too much memory. */
  private static final int MOST_TIMES = 4;

  private record Sample(byte[] key, int bytes) {}

  private KeyRanges() {}

  /**
   * Returns the least key of each range but the first, in order. Returns none if a range would be
   * far larger than that: the keys cannot be told apart by their beginnings, or are very long.
   *
   * @param bytes of the entries of a range, approximately
   */
  static List<byte[]> bounds(List<? extends SortedRun> runs, long bytes) {
    List<Sample> samples = new ArrayList<>();
    for (SortedRun run : runs) {
      run.sample((key, size) -> samples.add(new Sample(key, size)));
    }
    samples.sort((left, right) -> Arrays.compareUnsigned(left.key(), right.key()));
    List<byte[]> bounds = new ArrayList<>();
    long before = 0;
    byte[] last = {};
    for (Sample sample : samples) {
      if (before >= bytes && Arrays.compareUnsigned(last, sample.key()) < 0) {
        last = sample.key();
        bounds.add(last);
        before = 0;
      }
      before += sample.bytes();
      if (before > MOST_TIMES * bytes) {
        return List.of();
      }
    }
    return bounds;
  }
}
