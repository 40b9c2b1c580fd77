package dev.conveyor.bench;

import java.util.Arrays;

/**
 * Counts by keys of two longs, the first of which is not 0, in one array: open addressing with
 * steps of one, half full at most.
 */
final class LongTable {
  /** The longs of an entry: first, second, count. */
  static final int STRIDE = 3;

  private static final long SPREAD = 0x9E3779B97F4A7C15L;
  private static final int FIRST_BITS = 14;
  private static final int FEW = 24;

  /** Twice the number of words whose slots are read together. */
  private static final int GROUP = 2 * 32;

  private int bits = FIRST_BITS;
  private long[] slots = new long[STRIDE << FIRST_BITS];
  private int count;

  /** Of no use, but the compiler must not leave out the reads that it adds up. */
  private long seen;

  /** Adds one for each of these words of two longs. */
  void addAll(long[] words, int length) {
    for (int from = 0; from < length; from += GROUP) {
      addGroup(words, from, Math.min(length, from + GROUP));
    }
  }

  /**
   * First reads the slots of all: these reads do not wait for each other, so that the memory serves
   * many at a time ("group prefetching", Chen et al., "Improving Hash Join Performance through
   * Prefetching", 2004).
   */
  private void addGroup(long[] words, int from, int to) {
    long[] all = slots;
    long sum = 0;
    for (int i = from; i < to; i += 2) {
      sum += all[slot(words[i], words[i + 1]) * STRIDE];
    }
    seen += sum;
    for (int i = from; i < to; i += 2) {
      add(words[i], words[i + 1], 1);
    }
  }

  private int slot(long first, long second) {
    return (int) ((first ^ second * SPREAD >>> 7) * SPREAD >>> Long.SIZE - bits);
  }

  void add(long first, long second, long amount) {
    long[] all = slots;
    int mask = (1 << bits) - 1;
    int slot = slot(first, second);
    while (true) {
      int at = slot * STRIDE;
      long there = all[at];
      if (there == first && all[at + 1] == second) {
        all[at + 2] += amount;
        return;
      }
      if (there == 0) {
        all[at] = first;
        all[at + 1] = second;
        all[at + 2] = amount;
        if (++count > mask >>> 1) {
          grow();
        }
        return;
      }
      slot = slot + 1 & mask;
    }
  }

  private void grow() {
    long[] before = slots;
    bits++;
    slots = new long[Math.multiplyExact(STRIDE, 1 << bits)];
    count = 0;
    addAll(before);
  }

  void addAll(LongTable other) {
    addAll(other.slots);
  }

  private void addAll(long[] others) {
    for (int at = 0; at < others.length; at += STRIDE) {
      if (others[at] != 0) {
        add(others[at], others[at + 1], others[at + 2]);
      }
    }
  }

  /** Returns the entries sorted by the bytes of their keys, with the first byte highest. */
  long[] sorted() {
    long[] entries = new long[count * STRIDE];
    int to = 0;
    for (int at = 0; at < slots.length; at += STRIDE) {
      if (slots[at] != 0) {
        entries[to] = Long.reverseBytes(slots[at]);
        entries[to + 1] = Long.reverseBytes(slots[at + 1]);
        entries[to + 2] = slots[at + 2];
        to += STRIDE;
      }
    }
    sort(entries, 0, count - 1);
    return entries;
  }

  /** Quicksort of entries, and insertion sort of few. Keys are of ASCII, so none is negative. */
  private static void sort(long[] entries, int low, int high) {
    int from = low;
    int to = high;
    while (to - from > FEW) {
      int middle = from + to >>> 1;
      order(entries, from, middle);
      order(entries, from, to);
      order(entries, middle, to);
      long first = entries[middle * STRIDE];
      long second = entries[middle * STRIDE + 1];
      int left = from;
      int right = to;
      while (left <= right) {
        while (isBefore(entries, left, first, second)) {
          left++;
        }
        while (isAfter(entries, right, first, second)) {
          right--;
        }
        if (left <= right) {
          swap(entries, left++, right--);
        }
      }
      if (right - from < to - left) {
        sort(entries, from, right);
        from = left;
      } else {
        sort(entries, left, to);
        to = right;
      }
    }
    insertionSort(entries, from, to);
  }

  private static void insertionSort(long[] entries, int from, int to) {
    long[] entry = new long[STRIDE];
    for (int i = from + 1; i <= to; i++) {
      System.arraycopy(entries, i * STRIDE, entry, 0, STRIDE);
      int at = i - 1;
      while (at >= from && isAfter(entries, at, entry[0], entry[1])) {
        System.arraycopy(entries, at * STRIDE, entries, (at + 1) * STRIDE, STRIDE);
        at--;
      }
      System.arraycopy(entry, 0, entries, (at + 1) * STRIDE, STRIDE);
    }
  }

  private static void order(long[] entries, int left, int right) {
    if (isAfter(entries, left, entries[right * STRIDE], entries[right * STRIDE + 1])) {
      swap(entries, left, right);
    }
  }

  private static void swap(long[] entries, int left, int right) {
    for (int i = 0; i < STRIDE; i++) {
      long kept = entries[left * STRIDE + i];
      entries[left * STRIDE + i] = entries[right * STRIDE + i];
      entries[right * STRIDE + i] = kept;
    }
  }

  private static boolean isBefore(long[] entries, int entry, long first, long second) {
    long there = entries[entry * STRIDE];
    return there < first || there == first && entries[entry * STRIDE + 1] < second;
  }

  private static boolean isAfter(long[] entries, int entry, long first, long second) {
    long there = entries[entry * STRIDE];
    return there > first || there == first && entries[entry * STRIDE + 1] > second;
  }
}
