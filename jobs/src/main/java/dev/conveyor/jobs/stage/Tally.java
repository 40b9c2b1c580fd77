package dev.conveyor.jobs.stage;

import java.nio.charset.StandardCharsets;

/**
 * Sums amounts by key. Belongs to one thread.
 *
 * <p>Takes three kilobytes when empty, then 52 to 104 bytes a key, and the bytes of keys of more
 * than 16 bytes. Creates no object for a key. Holds up to 2 GiB of such longer keys.
 *
 * <p>A {@link RecordMapper} marks the begin of a record, and rolls back the pairs of a record on
 * which its job fails. So a record counts wholly or not at all.
 */
public final class Tally {
  private final MarkedTable table = new MarkedTable();
  private long pairs;
  private long malformed;

  /**
   * Pairs of the amount 1 that are not in the table yet, of this record and of those before, so
   * that a group is large even if records are short. Those of records before enter the table before
   * anything of this record does, so a roll-back undoes nothing of them.
   */
  private final ShortKeys pending = new ShortKeys();

  /** The end of the pending pairs of the records before this one. */
  private int markedPending;

  /** True while, or after an error in between, such pairs have entered the table in part. */
  private boolean isSettling;

  private long markedPairs;
  private long markedMalformed;

  /**
   * Adds one pair.
   *
   * @throws ArithmeticException if the key's sum leaves the range of a long
   * @throws IllegalStateException if the keys exceed 2 GiB
   * @throws UnparsableException if the key holds a line feed, which no line of a result can hold,
   *     or if the record exceeds the limit
   */
  public void add(byte[] key, int from, int to, long amount) {
    settle();
    int length = to - from;
    if (length > KeyTable.SHORT) {
      table.addLong(key, from, to, amount);
    } else {
      long first = EightBytes.readUpTo(key, from, to);
      long second = EightBytes.readUpTo(key, from + Long.BYTES, to);
      table.addShort(KeyHash.secret(first, second), first, second, length, amount);
    }
    pairs++;
  }

  /**
   * Adds one pair of the amount 1 whose key has up to 16 bytes, at the latest in {@link #complete}.
   * So what {@link #add} throws may come later.
   *
   * @param first the first eight bytes of the key, see {@link EightBytes}; zeros follow its end
   * @param second the next eight bytes
   */
  void addLater(long first, long second, int length) {
    if (pending.isFull()) {
      settle();
      if (pending.isFull()) {
        complete();
      }
    }
    pending.add(first, second, length);
  }

  /** Adds the pending pairs of the records before this one. On failure some stay pending. */
  private void settle() {
    if (markedPending == 0) {
      return;
    }
    isSettling = true;
    table.keys.readAhead(pending);
    while (pending.begin < markedPending) {
      int known = table.keys.raiseAll(pending, markedPending);
      pairs += known - pending.begin;
      pending.begin = known;
      if (known < markedPending) {
        addPending();
      }
    }
    markTable();
    isSettling = false;
    markedPending = 0;
    pending.removeAdded();
  }

  /** Adds the first pending pair. */
  private void addPending() {
    int i = pending.begin;
    table.addShort(pending.hash[i], pending.first[i], pending.second[i], pending.length[i], 1);
    pending.begin = i + 1;
    pairs++;
  }

  /**
   * Adds all pending pairs, as everything that reads the keys does. On failure some stay pending.
   */
  void complete() {
    settle();
    table.keys.readAhead(pending);
    while (pending.begin < pending.end) {
      addPending();
    }
    pending.removeAdded();
  }

  /** Adds one pair whose key is a text, for jobs that have an object for each key anyway. */
  public void add(String key, long amount) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    add(bytes, 0, bytes.length, amount);
  }

  /** Counts malformed sequences in the input text. */
  public void addMalformed(long sequences) {
    malformed += sequences;
  }

  /** Sets the mark to which {@link #rollBack} returns. */
  void mark() {
    markTable();
    isSettling = false;
    markedPending = pending.end;
    markedMalformed = malformed;
    table.forgetFailure();
  }

  private void markTable() {
    table.mark();
    markedPairs = pairs;
  }

  /** Returns to the state at the last mark. */
  void rollBack() {
    if (isSettling) {
      markTable();
      isSettling = false;
    } else {
      table.rollBack();
      pairs = markedPairs;
    }
    pending.cut(markedPending);
    malformed = markedMalformed;
  }

  /**
   * Returns the reason for which it could not hold a pair since the mark: a sum out of range, too
   * many keys, or no memory. Null if it holds all pairs. A job may have caught the exception.
   */
  Throwable failure() {
    return table.failure();
  }

  /**
   * Limits the memory of this tally, sorting included. It becomes full at its limit, and its user
   * empties it then. Without a limit, longer keys may take 2 GiB.
   */
  public void limitTo(long bytes) {
    table.limits.limitTo(bytes);
  }

  /** Limits the memory for the new keys of one record, beyond which it is unparsable. */
  public void limitRecordTo(long bytes) {
    table.limits.limitRecordTo(bytes);
  }

  /** Returns whether the tally has reached its limit. */
  public boolean isFull() {
    KeyTable keys = table.keys;
    return table.limits.areReached(keys.count() + pending.count(), keys.longKeys().length());
  }

  /** Removes all entries and figures. Keeps the memory for further ones. */
  public void clear() {
    table.clear();
    pending.cut(0);
    pairs = 0;
    malformed = 0;
    mark();
  }

  /** The number of different keys. */
  public int keys() {
    complete();
    return table.keys.count();
  }

  /** The number of pairs added. */
  public long pairs() {
    return pairs + pending.count();
  }

  public long malformed() {
    return malformed;
  }

  /** The approximate size in memory, in bytes. */
  public long footprint() {
    return table.footprint();
  }

  /**
   * The sum of all amounts.
   *
   * @throws ArithmeticException if it leaves the range of a long
   */
  public long total() {
    complete();
    long total = 0;
    for (int cell = 0; cell < table.keys.cellCount(); cell++) {
      total = Math.addExact(total, table.keys.amount(cell));
    }
    return total;
  }

  /** Visits every entry, in no order. */
  public <X extends Exception> void forEach(EntryVisitor<X> visitor) throws X {
    complete();
    for (int cell = 0; cell < table.keys.cellCount(); cell++) {
      if (table.keys.isTaken(cell)) {
        table.keys.visit(cell, visitor);
      }
    }
  }

  /** Visits every entry, sorted by the unsigned bytes of the keys. */
  public <X extends Exception> void forEachSorted(EntryVisitor<X> visitor) throws X {
    complete();
    int[] order = new KeySort(table.keys).order();
    for (int i = 0; i < order.length; i++) {
      if (i % ShortKeys.MOST == 0) {
        readAhead(order, i, Math.min(order.length, i + ShortKeys.MOST));
      }
      table.keys.visit(order[i], visitor);
    }
  }

  /** Reads cells of which none waits for another. See {@link ShortKeys}. */
  private void readAhead(int[] order, int from, int to) {
    for (int i = from; i < to; i++) {
      pending.read[i - from] = table.keys.length(order[i]);
    }
  }

  /**
   * Returns the partition of a key, the same on every JVM.
   *
   * @return from 0 to {@code of - 1}
   */
  public static int partition(byte[] key, int from, int to, int of) {
    int hash = KeyHash.of(KeyHash.COMMON, key, from, to);
    return (int) (((hash & 0xffffffffL) * of) >>> Integer.SIZE);
  }
}
