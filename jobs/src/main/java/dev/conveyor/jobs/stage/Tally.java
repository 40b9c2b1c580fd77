package dev.conveyor.jobs.stage;

import java.nio.charset.StandardCharsets;

/**
 * Sums amounts by key. Belongs to one thread.
 *
 * <p>Takes a kilobyte when empty, then 52 to 104 bytes a key, and the bytes of keys of more than 16
 * bytes. Creates no object for a key. Holds up to 2 GiB of such longer keys.
 *
 * <p>A {@link RecordMapper} marks the begin of a record, and rolls back the pairs of a record on
 * which its job fails. So a record counts wholly or not at all.
 */
public final class Tally {
  private static final int LONGEST_SHOWN = 80;

  private final KeyTable table = new KeyTable();
  private long pairs;
  private long malformed;
  private final AmountJournal journal = new AmountJournal(table);
  private int markedCount;
  private int markedBytes;
  private long markedPairs;
  private long markedMalformed;

  /** The reason for which it could not hold a pair since the mark, or null. */
  private Throwable failure;

  private final KeyLimits limits = new KeyLimits();

  /**
   * Adds one pair.
   *
   * @throws ArithmeticException if the key's sum leaves the range of a long
   * @throws IllegalStateException if the keys exceed 2 GiB
   * @throws UnparsableException if the key holds a line feed, which no line of a result can hold,
   *     or if the record exceeds the limit
   */
  public void add(byte[] key, int from, int to, long amount) {
    int length = to - from;
    if (length > KeyTable.SHORT) {
      int found = table.findLong(key, from, to);
      if (found >= 0) {
        raise(found, amount);
      } else {
        insert(found, key, from, to, amount);
      }
      pairs++;
    } else {
      long first = EightBytes.readUpTo(key, from, to);
      addShort(first, EightBytes.readUpTo(key, from + Long.BYTES, to), length, amount);
    }
  }

  /**
   * Adds one pair whose key has up to 16 bytes.
   *
   * @param first the first eight bytes of the key, see {@link EightBytes}; zeros follow its end
   * @param second the next eight bytes
   */
  void addShort(long first, long second, int length, long amount) {
    int found = table.find(first, second, length);
    if (found >= 0) {
      raise(found, amount);
    } else {
      insert(found, first, second, length, amount);
    }
    pairs++;
  }

  /** Adds one pair of the amount 1 for each key, and clears them. */
  void addAll(ShortKeys keys) {
    table.readAhead(keys);
    int most = keys.count();
    for (int i = 0; i < most; i++) {
      addShort(keys.first[i], keys.second[i], keys.length[i], 1);
    }
    keys.clear();
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
    journal.begin();
    markedCount = table.count();
    markedBytes = table.longBytes();
    markedPairs = pairs;
    markedMalformed = malformed;
    failure = null;
  }

  /** Returns to the state at the last mark. */
  void rollBack() {
    journal.undo();
    table.cutLongBytes(markedBytes);
    pairs = markedPairs;
    malformed = markedMalformed;
  }

  /**
   * Returns the reason for which it could not hold a pair since the mark: a sum out of range, too
   * many keys, or no memory. Null if it holds all pairs. A job may have caught the exception.
   */
  Throwable failure() {
    return failure;
  }

  /**
   * Limits the memory of this tally, sorting included. It becomes full at its limit, and its user
   * empties it then. Without a limit, longer keys may take 2 GiB.
   */
  public void limitTo(long bytes) {
    limits.limitTo(bytes);
  }

  /** Limits the memory for the new keys of one record, beyond which it is unparsable. */
  public void limitRecordTo(long bytes) {
    limits.limitRecordTo(bytes);
  }

  /** Returns whether the tally has reached its limit. */
  public boolean isFull() {
    return limits.areReached(table.count(), table.longBytes());
  }

  /** Removes all entries and figures. Keeps the memory for further ones. */
  public void clear() {
    table.clear();
    pairs = 0;
    malformed = 0;
    mark();
  }

  /** The number of different keys. */
  public int keys() {
    return table.count();
  }

  /** The number of pairs added. */
  public long pairs() {
    return pairs;
  }

  public long malformed() {
    return malformed;
  }

  /** The approximate size in memory, in bytes. */
  public long footprint() {
    return table.footprint() + journal.footprint();
  }

  /**
   * The sum of all amounts.
   *
   * @throws ArithmeticException if it leaves the range of a long
   */
  public long total() {
    long total = 0;
    for (int cell = 0; cell < table.cellCount(); cell++) {
      total = Math.addExact(total, table.amount(cell));
    }
    return total;
  }

  /** Visits every entry, in no order. */
  public <X extends Exception> void forEach(EntryVisitor<X> visitor) throws X {
    for (int cell = 0; cell < table.cellCount(); cell++) {
      if (table.isTaken(cell)) {
        table.visit(cell, visitor);
      }
    }
  }

  /** Visits every entry, sorted by the unsigned bytes of the keys. */
  public <X extends Exception> void forEachSorted(EntryVisitor<X> visitor) throws X {
    for (int cell : new KeySort(table).order()) {
      table.visit(cell, visitor);
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

  private void raise(int cell, long amount) {
    long before = table.amount(cell);
    long sum = before + amount;
    if (((before ^ sum) & (amount ^ sum)) < 0) {
      throw failed(
          new ArithmeticException(
              "the sum for \"" + shown(cell) + "\" leaves the range of 64 bits at " + before));
    }
    try {
      journal.raising(cell, amount);
    } catch (OutOfMemoryError e) {
      throw failed(e);
    }
    table.setAmount(cell, sum);
  }

  private String shown(int cell) {
    StringBuilder shown = new StringBuilder();
    table.visit(
        cell,
        (key, from, to, amount) -> {
          int length = Math.min(LONGEST_SHOWN, to - from);
          shown.append(new String(key, from, length, StandardCharsets.UTF_8));
        });
    return shown.toString();
  }

  /** On failure leaves the tally unchanged. */
  private void insert(int missing, long first, long second, int length, long amount) {
    try {
      ensureWithinLimit(0);
      if (hasLineFeed(first) || hasLineFeed(second)) {
        byte[] key = new byte[KeyTable.SHORT];
        EightBytes.write(first, key, 0);
        EightBytes.write(second, key, Long.BYTES);
        ResultLines.ensureKey(key, 0, length);
      }
      int found = makeRoom() ? table.find(first, second, length) : missing;
      journal.taking(table.insert(found, first, second, length, amount));
    } catch (OutOfMemoryError e) {
      throw failed(e);
    } catch (IllegalStateException | UnparsableException e) {
      throw failed(e);
    }
  }

  private static boolean hasLineFeed(long eight) {
    return EightBytes.indexOf(eight, (byte) '\n') < Long.BYTES;
  }

  private void insert(int missing, byte[] key, int from, int to, long amount) {
    try {
      ensureWithinLimit(to - from);
      ResultLines.ensureKey(key, from, to);
      int found = makeRoom() ? table.findLong(key, from, to) : missing;
      journal.taking(table.insertLong(found, key, from, to, amount));
    } catch (OutOfMemoryError e) {
      throw failed(e);
    } catch (IllegalStateException | UnparsableException e) {
      throw failed(e);
    }
  }

  /** Makes room for one more key. Returns whether cells have moved for that. */
  private boolean makeRoom() {
    journal.ensureTaking();
    if (!table.isCrowded()) {
      return false;
    }
    journal.growTable();
    return true;
  }

  private void ensureWithinLimit(int length) {
    int more = table.count() - markedCount;
    limits.ensureRecord(more, (long) table.longBytes() - markedBytes + length);
  }

  private <T extends Throwable> T failed(T reason) {
    failure = reason;
    return reason;
  }
}
