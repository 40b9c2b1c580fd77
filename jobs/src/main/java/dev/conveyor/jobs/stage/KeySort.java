package dev.conveyor.jobs.stage;

/**
 * Sorts entries by the unsigned bytes of their keys, without an object for each entry.
 *
 * <p>A radix sort that begins at the most significant byte (D. Knuth, The Art of Computer
 * Programming, volume 3, section 5.2.5). It reads a key eight bytes at a time, and distributes
 * entries by one of these bytes until few are left, which it sorts by insertion. So most keys are
 * read once, although they lie anywhere in memory. Takes 24 bytes an entry.
 */
final class KeySort {
  private static final int FEW = 32;
  private static final int VALUES = 256;
  private static final int TOP = Long.SIZE - Byte.SIZE;

  private final KeyTable table;
  private final int[] order;

  /** The present eight bytes of each key, in the same order. */
  private final long[] eights;

  private final int[] spareOrder;
  private final long[] spareEights;

  KeySort(KeyTable table) {
    int count = table.count();
    this.table = table;
    this.order = new int[count];
    this.eights = new long[count];
    this.spareOrder = new int[count];
    this.spareEights = new long[count];
    int next = 0;
    for (int cell = 0; cell < table.cellCount(); cell++) {
      if (table.isTaken(cell)) {
        order[next++] = cell;
      }
    }
  }

  /** Returns the cells of the table in the order of their keys. */
  int[] order() {
    load(0, order.length, 0);
    sort(0, order.length, 0, TOP);
    return order;
  }

  /** Reads eight bytes of each key; zeros follow its end. */
  private void load(int from, int to, int depth) {
    for (int at = from; at < to; at++) {
      eights[at] = Long.reverseBytes(table.eight(order[at], depth));
    }
  }

  /**
   * Sorts entries whose keys are the same in all bytes before.
   *
   * @param firstDepth index of the eight bytes that are loaded
   * @param firstShift of the next of these bytes
   */
  private void sort(int first, int end, int firstDepth, int firstShift) {
    int from = first;
    int to = end;
    int depth = firstDepth;
    int shift = firstShift;
    while (to - from > FEW) {
      if (shift < 0) {
        from = settleEnded(from, to, depth + Long.BYTES);
        depth += Long.BYTES;
        shift = TOP;
        load(from, to, depth);
      } else {
        int[] ends = distribute(from, to, shift);
        shift -= Byte.SIZE;
        // Recurses into all parts but the largest, so that the depth stays logarithmic.
        int largest = largest(from, ends);
        for (int value = 0; value < VALUES; value++) {
          int begin = value == 0 ? from : ends[value - 1];
          if (value != largest && ends[value] - begin > 1) {
            sort(begin, ends[value], depth, shift);
          }
        }
        from = largest == 0 ? from : ends[largest - 1];
        to = ends[largest];
      }
    }
    insert(from, to, depth);
  }

  /** Orders entries by one byte, and returns where those of each value end. */
  private int[] distribute(int from, int to, int shift) {
    int[] ends = new int[VALUES];
    for (int at = from; at < to; at++) {
      ends[(int) (eights[at] >>> shift) & 0xff]++;
    }
    if (ends[(int) (eights[from] >>> shift) & 0xff] == to - from) {
      return accumulated(from, ends);
    }
    int[] next = accumulated(from, ends).clone();
    for (int at = to - 1; at >= from; at--) {
      int place = --next[(int) (eights[at] >>> shift) & 0xff];
      spareOrder[place] = order[at];
      spareEights[place] = eights[at];
    }
    System.arraycopy(spareOrder, from, order, from, to - from);
    System.arraycopy(spareEights, from, eights, from, to - from);
    return ends;
  }

  private static int[] accumulated(int from, int[] counts) {
    int sum = from;
    for (int value = 0; value < VALUES; value++) {
      sum += counts[value];
      counts[value] = sum;
    }
    return counts;
  }

  private static int largest(int from, int[] ends) {
    int largest = 0;
    for (int value = 1; value < VALUES; value++) {
      int before = largest == 0 ? from : ends[largest - 1];
      if (ends[value] - ends[value - 1] > ends[largest] - before) {
        largest = value;
      }
    }
    return largest;
  }

  /**
   * Moves the keys that end before {@code depth} to the front, the shorter ones first: each is the
   * beginning of all others.
   *
   * @return index after them
   */
  private int settleEnded(int from, int to, int depth) {
    int ended = from;
    for (int at = from; at < to; at++) {
      if (table.length(order[at]) <= depth) {
        int entry = order[at];
        order[at] = order[ended];
        int place = ended++;
        while (place > from && table.length(order[place - 1]) > table.length(entry)) {
          order[place] = order[--place];
        }
        order[place] = entry;
      }
    }
    return ended;
  }

  private void insert(int from, int to, int depth) {
    for (int at = from + 1; at < to; at++) {
      int entry = order[at];
      long eight = eights[at];
      int place = at;
      while (place > from && isLess(entry, eight, place - 1, depth)) {
        order[place] = order[place - 1];
        eights[place] = eights[place - 1];
        place--;
      }
      order[place] = entry;
      eights[place] = eight;
    }
  }

  private boolean isLess(int entry, long eight, int other, int depth) {
    int byEight = Long.compareUnsigned(eight, eights[other]);
    return byEight != 0 ? byEight < 0 : compare(entry, order[other], depth) < 0;
  }

  /** Compares keys of which the bytes before {@code depth} are the same. */
  private int compare(int left, int right, int depth) {
    int most = Math.max(table.length(left), table.length(right));
    for (int at = depth; at < most; at += Long.BYTES) {
      long leftEight = Long.reverseBytes(table.eight(left, at));
      int order = Long.compareUnsigned(leftEight, Long.reverseBytes(table.eight(right, at)));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(table.length(left), table.length(right));
  }
}
