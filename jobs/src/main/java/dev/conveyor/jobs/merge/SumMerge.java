package dev.conveyor.jobs.merge;

import dev.conveyor.jobs.stage.EntryVisitor;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Merges runs in the order of their keys, and adds up the amounts of each key. Belongs to one
 * thread.
 *
 * <p>Finds the least key in a tree of losers (D. Knuth, The Art of Computer Programming, volume 3,
 * section 5.4.1): one comparison for each level, against the loser that waits there.
 */
final class SumMerge {
  private static final int SHOWN = 80;

  /** The number of entries between two checks for an interrupt. */
  private static final int UNINTERRUPTED = 1 << 14;

  private final RunCursor[] cursors;

  /** The losers from index 1 on; the winner at 0. An index of {@link #cursors}. */
  private final int[] tree;

  private final byte[] end;
  private final long endPrefix;
  private int open;
  private byte[] key = new byte[64];
  private int length;
  private long prefix;
  private long sum;
  private long keys;
  private long total;
  private boolean isTotalExact = true;

  /**
   * @param unmoved cursors before their first entry
   * @param end the key at which to stop; null to go on to the end
   */
  SumMerge(List<RunCursor> unmoved, byte[] end) {
    this.end = end;
    this.endPrefix = end == null ? 0 : KeyOrder.prefix(end, 0, end.length);
    List<RunCursor> filled = new ArrayList<>();
    for (RunCursor cursor : unmoved) {
      if (cursor.advance()) {
        filled.add(cursor);
      }
    }
    cursors = filled.toArray(RunCursor[]::new);
    open = cursors.length;
    tree = new int[Math.max(1, open)];
    if (open > 0) {
      tree[0] = build(1);
    }
  }

  /** Plays all matches below a node, and returns the winner. */
  private int build(int node) {
    if (node >= cursors.length) {
      return node - cursors.length;
    }
    int left = build(2 * node);
    int right = build(2 * node + 1);
    boolean isLeft = wins(left, right);
    tree[node] = isLeft ? right : left;
    return isLeft ? left : right;
  }

  /**
   * Returns whether a cursor wins against another one. Of equal keys, that of the earlier run wins;
   * a cursor at its end, null, loses always.
   */
  private boolean wins(int left, int right) {
    RunCursor one = cursors[left];
    RunCursor other = cursors[right];
    if (one == null || other == null) {
      return one != null;
    }
    int order = one.compareTo(other);
    return order < 0 || (order == 0 && left < right);
  }

  /** Visits the next keys with their sums, in order, up to a number of keys. */
  <X extends Exception> void forEach(long most, EntryVisitor<X> visitor) throws X {
    for (long visited = 0; visited < most && next(); visited++) {
      visitor.visit(key, 0, length, sum);
    }
  }

  /**
   * Moves to the next key.
   *
   * @return false after the last one
   * @throws ArithmeticException if the sum leaves the range of a long
   * @throws UncheckedIOException if the thread is interrupted, or a run cannot be read
   */
  private boolean next() {
    if (open == 0 || isAtEnd(cursors[tree[0]])) {
      return false;
    }
    take(cursors[tree[0]]);
    for (replay(); open > 0 && isSame(cursors[tree[0]]); replay()) {
      add(cursors[tree[0]].amount);
    }
    if (++keys % UNINTERRUPTED == 0 && Thread.currentThread().isInterrupted()) {
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
    addToTotal();
    return true;
  }

  private boolean isAtEnd(RunCursor least) {
    return end != null
        && least.prefix >= endPrefix
        && (least.prefix > endPrefix || least.compareTo(end) >= 0);
  }

  private void take(RunCursor winner) {
    length = winner.to - winner.from;
    if (length > key.length) {
      key = new byte[Math.max(length, (int) Math.min(Integer.MAX_VALUE - 8, 2L * key.length))];
    }
    System.arraycopy(winner.buffer, winner.from, key, 0, length);
    prefix = winner.prefix;
    sum = winner.amount;
  }

  private boolean isSame(RunCursor winner) {
    return winner.prefix == prefix
        && Arrays.equals(winner.buffer, winner.from, winner.to, key, 0, length);
  }

  private void add(long amount) {
    long before = sum;
    sum += amount;
    if (((before ^ sum) & (amount ^ sum)) < 0) {
      String shown = new String(key, 0, Math.min(SHOWN, length), StandardCharsets.UTF_8);
      throw new ArithmeticException(
          "the sum for \"" + shown + "\" leaves the range of 64 bits at " + before);
    }
  }

  /** Advances the winner, and plays its matches again on the way up. */
  private void replay() {
    int winner = tree[0];
    if (!cursors[winner].advance()) {
      cursors[winner] = null;
      open--;
    }
    for (int node = (winner + cursors.length) >>> 1; node > 0; node >>>= 1) {
      int loser = tree[node];
      if (!wins(winner, loser)) {
        tree[node] = winner;
        winner = loser;
      }
    }
    tree[0] = winner;
  }

  private void addToTotal() {
    long before = total;
    total += sum;
    isTotalExact &= ((before ^ total) & (sum ^ total)) >= 0;
  }

  /** Returns the figures of the keys so far. */
  MergedFigures figures() {
    return new MergedFigures(keys, total, isTotalExact);
  }
}
