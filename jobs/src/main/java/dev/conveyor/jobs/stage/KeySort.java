package dev.conveyor.jobs.stage;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Sorts entries by the unsigned bytes of their keys, without an object for each entry. */
final class KeySort {
  private final byte[] keys;
  private final int[] starts;

  /** The first eight bytes of each key, which decide nearly every comparison. */
  private final long[] beginnings;

  KeySort(byte[] keys, int[] starts, int count) {
    this.keys = keys;
    this.starts = starts;
    this.beginnings = IntStream.range(0, count).mapToLong(this::beginning).toArray();
  }

  /** Returns the entries in order. */
  int[] order() {
    int[] order = IntStream.range(0, beginnings.length).toArray();
    sort(order.clone(), order, 0, order.length);
    return order;
  }

  /**
   * Returns big-endian bytes, padded with zeros, so that unsigned longs compare as the bytes do.
   */
  private long beginning(int entry) {
    long beginning = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      int at = starts[entry] + i;
      beginning = beginning << 8 | (at < starts[entry + 1] ? keys[at] & 0xff : 0);
    }
    return beginning;
  }

  /**
   * Merge sort. Both arrays hold the same entries; {@code sorted} holds them in order afterwards.
   */
  private void sort(int[] spare, int[] sorted, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(sorted, spare, from, middle);
    sort(sorted, spare, middle, to);
    int left = from;
    int right = middle;
    for (int at = from; at < to; at++) {
      boolean takeLeft = right == to || (left < middle && compare(spare[left], spare[right]) <= 0);
      sorted[at] = takeLeft ? spare[left++] : spare[right++];
    }
  }

  private int compare(int left, int right) {
    int byBeginning = Long.compareUnsigned(beginnings[left], beginnings[right]);
    return byBeginning != 0
        ? byBeginning
        : Arrays.compareUnsigned(
            keys, starts[left], starts[left + 1], keys, starts[right], starts[right + 1]);
  }
}
