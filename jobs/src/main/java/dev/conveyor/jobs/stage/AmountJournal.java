package dev.conveyor.jobs.stage;

import java.util.Arrays;

/**
 * The additions to the amounts of a {@link KeyTable} since its mark, so that they can be undone.
 * Belongs to one thread.
 *
 * <p>Takes 8 bytes an addition, or 16 if it exceeds an int, but at most 24 bytes a key. A record
 * with more pairs than the tally has keys takes a copy of all amounts instead. An error at any
 * point, such as a stack overflow, leaves the journal unchanged.
 */
final class AmountJournal {
  private static final int FEW = 4_096;

  /** Marks the upper half of an addition. */
  private static final int UPPER = 1 << 31;

  /** Entries in the upper half; their additions, or halves of them, in the lower half. */
  private long[] log = new long[16];

  private int length;

  /** Entries below this index existed at the mark and are in no copy. */
  private int watched;

  private long[] copy;
  private int copied;

  /** Clears the journal, and keeps additions to the first {@code count} entries from now on. */
  void begin(int count) {
    watched = count;
    length = 0;
    copied = 0;
  }

  /** Records an addition, right before it is made. */
  void raising(int entry, long addition, long[] records) {
    if (entry < watched) {
      int at = length;
      if (at + 1 >= log.length) {
        grow(records);
        raising(entry, addition, records);
        return;
      }
      log[at] = (long) entry << Integer.SIZE | (addition & 0xffffffffL);
      if (addition == (int) addition) {
        length = at + 1;
      } else {
        long upper = (addition - (int) addition) >>> Integer.SIZE;
        log[at + 1] = (long) (entry | UPPER) << Integer.SIZE | upper;
        length = at + 2;
      }
    }
  }

  private void grow(long[] records) {
    if (length < Math.max(FEW, watched)) {
      log = Arrays.copyOf(log, 2 * log.length);
      return;
    }
    long[] before = new long[watched];
    for (int entry = 0; entry < watched; entry++) {
      before[entry] = records[entry * KeyTable.STRIDE + KeyTable.AMOUNT];
    }
    subtract(before, 1, 0);
    copy = before;
    copied = watched;
    watched = 0;
    length = 0;
  }

  /** Resets the amounts to their values at the mark. */
  void undo(long[] records) {
    for (int entry = 0; entry < copied; entry++) {
      records[entry * KeyTable.STRIDE + KeyTable.AMOUNT] = copy[entry];
    }
    subtract(records, KeyTable.STRIDE, KeyTable.AMOUNT);
    begin(0);
  }

  /**
   * Subtracts all additions.
   *
   * @param stride number of elements for each entry
   * @param at index of the amount among these
   */
  private void subtract(long[] amounts, int stride, int at) {
    for (int i = 0; i < length; i++) {
      int entry = (int) (log[i] >>> Integer.SIZE);
      if (entry < 0) {
        amounts[(entry ^ UPPER) * stride + at] -= log[i] << Integer.SIZE;
      } else {
        amounts[entry * stride + at] -= (int) log[i];
      }
    }
  }

  /** Size in bytes. */
  long footprint() {
    return 8L * (log.length + (copy == null ? 0 : copy.length));
  }
}
