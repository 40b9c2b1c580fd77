package dev.conveyor.jobs.stage;

import java.util.Arrays;

/**
 * The changes to a {@link KeyTable} since the mark of its tally, so that they can be undone.
 * Belongs to one thread.
 *
 * <p>Takes 8 bytes an addition, or 16 if it exceeds an int, and 4 bytes a new key. A record with
 * more pairs than the table has cells takes a copy of all amounts instead of additions. An error at
 * any point, such as a stack overflow, leaves the journal unchanged.
 */
final class AmountJournal {
  private static final int FEW = 4_096;

  /** Marks the upper half of an addition. */
  private static final int UPPER = 1 << 31;

  private final KeyTable table;

  /** Cells in the upper half; their additions, or halves of them, in the lower half. */
  private long[] log = new long[16];

  private int length;

  /** The cells that were taken, in this order. */
  private int[] taken = new int[16];

  private int takenLength;

  /** Amounts by cell at the mark, or null if the log has all additions. */
  private long[] copy;

  /** True once the cells have moved since the mark. */
  private boolean isMoved;

  AmountJournal(KeyTable table) {
    this.table = table;
  }

  /** Forgets all changes. */
  void begin() {
    length = 0;
    takenLength = 0;
    copy = null;
    isMoved = false;
  }

  /** Records an addition, right before it is made. */
  void raising(int cell, long addition) {
    int at = length;
    if (at + 1 >= log.length) {
      grow();
      at = length;
    }
    log[at] = (long) cell << Integer.SIZE | (addition & 0xffffffffL);
    if (addition == (int) addition) {
      length = at + 1;
    } else {
      long upper = (addition - (int) addition) >>> Integer.SIZE;
      log[at + 1] = (long) (cell | UPPER) << Integer.SIZE | upper;
      length = at + 2;
    }
  }

  private void grow() {
    if (length < Math.max(FEW, table.cellCount())) {
      log = Arrays.copyOf(log, 2 * log.length);
      return;
    }
    if (copy == null) {
      long[] before = new long[table.cellCount()];
      for (int cell = 0; cell < before.length; cell++) {
        before[cell] = table.amount(cell);
      }
      for (int i = 0; i < length; i++) {
        before[cell(log[i])] -= addition(log[i]);
      }
      copy = before;
    }
    length = 0;
  }

  private static int cell(long logged) {
    return (int) (logged >>> Integer.SIZE) & ~UPPER;
  }

  private static long addition(long logged) {
    return logged < 0 ? logged << Integer.SIZE : (int) logged;
  }

  /** Makes room to record a new key, so that {@link #taking} cannot fail. */
  void ensureTaking() {
    if (takenLength == taken.length) {
      taken = Arrays.copyOf(taken, 2 * takenLength);
    }
  }

  /** Records a cell that was taken. */
  void taking(int cell) {
    taken[takenLength++] = cell;
  }

  /** Doubles the cells of the table, and follows those that are in the journal. */
  void growTable() {
    long[] movedCopy = copy == null ? null : new long[2 * copy.length];
    int[] moved = table.grow();
    if (copy != null) {
      for (int cell = 0; cell < moved.length; cell++) {
        movedCopy[moved[cell]] += copy[cell]; // Free cells have moved to 0, and have no amount.
      }
    }
    for (int i = 0; i < length; i++) {
      long upper = log[i] & Long.MIN_VALUE;
      log[i] = upper | (long) moved[cell(log[i])] << Integer.SIZE | (log[i] & 0xffffffffL);
    }
    for (int i = 0; i < takenLength; i++) {
      taken[i] = moved[taken[i]];
    }
    copy = movedCopy;
    isMoved = true;
  }

  /** Undoes all changes. */
  void undo() {
    if (copy != null) {
      for (int cell = 0; cell < copy.length; cell++) {
        if (table.isTaken(cell)) {
          table.setAmount(cell, copy[cell]);
        }
      }
    } else {
      for (int i = 0; i < length; i++) {
        int cell = cell(log[i]);
        table.setAmount(cell, table.amount(cell) - addition(log[i]));
      }
    }
    if (isMoved) {
      table.freeAll(taken, takenLength);
    } else {
      for (int i = takenLength - 1; i >= 0; i--) {
        table.freeLast(taken[i]);
      }
    }
    begin();
  }

  /** Size in bytes. */
  long footprint() {
    return 8L * (log.length + (copy == null ? 0 : copy.length)) + 4L * taken.length;
  }
}
