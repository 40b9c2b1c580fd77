package dev.conveyor.jobs.stage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sums amounts by key. Belongs to one thread.
 *
 * <p>Takes a kilobyte when empty, then the bytes of each key once, and 28 to 76 bytes a key.
 * Creates no object for a key, and copies a new key only. Holds up to 2 GiB of keys.
 *
 * <p>A {@link RecordMapper} marks the begin of a record, and rolls back the pairs of a record on
 * which its job fails. So a record counts wholly or not at all.
 */
public final class Tally {
  private static final int MOST_SLOTS = 1 << 30;

  /** The bytes that an entry takes at most without its key, with those for sorting. */
  private static final int BYTES_AN_ENTRY = 96;

  /** The hash table, see {@link KeySlots}. */
  private long[] slots = new long[16];

  private byte[] keys = new byte[64];

  /** The key of entry n lies from starts[n] to starts[n + 1]. */
  private int[] starts = new int[9];

  private long[] amounts = new long[8];
  private int count;
  private long pairs;
  private long malformed;
  private final AmountJournal journal = new AmountJournal();
  private int markedSlots;
  private int markedCount;
  private long markedPairs;
  private long markedMalformed;

  /** The reason for which it could not hold a pair since the mark, or null. */
  private Throwable failure;

  /** The number of entries, and the bytes of keys, from which the tally is full. */
  private int fullCount = Integer.MAX_VALUE;

  private int fullBytes = Integer.MAX_VALUE;

  /** The number of new entries, and the bytes of new keys, that one record may have. */
  private int recordCount = Integer.MAX_VALUE;

  private int recordBytes = Integer.MAX_VALUE;

  /**
   * Adds one pair.
   *
   * @throws ArithmeticException if the key's sum leaves the range of a long
   * @throws IllegalStateException if the keys exceed 2 GiB
   * @throws UnparsableException if the key holds a line feed, which no line of a result can hold,
   *     or if the record exceeds the limit
   */
  public void add(byte[] key, int from, int to, long amount) {
    put(key, from, to, amount);
    pairs++;
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
    journal.begin(count);
    markedSlots = slots.length;
    markedCount = count;
    markedPairs = pairs;
    markedMalformed = malformed;
    failure = null;
  }

  /** Returns to the state at the last mark. */
  void rollBack() {
    journal.undo(amounts);
    if (slots.length == markedSlots) {
      for (int entry = count - 1; entry >= markedCount; entry--) {
        KeySlots.free(slot(entry), slots);
      }
      count = markedCount;
    } else {
      // In the same array, since memory may be scarce.
      count = markedCount;
      Arrays.fill(slots, 0);
      for (int entry = 0; entry < count; entry++) {
        KeySlots.settle(slot(entry), slots);
      }
    }
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
   * empties it then. Without a limit, keys may take 2 GiB.
   */
  public void limitTo(long bytes) {
    fullCount = entriesIn(bytes);
    fullBytes = keyBytesIn(bytes);
  }

  /** Limits the memory for the new keys of one record, beyond which it is unparsable. */
  public void limitRecordTo(long bytes) {
    recordCount = entriesIn(bytes);
    recordBytes = keyBytesIn(bytes);
  }

  private static int entriesIn(long bytes) {
    return (int) Math.min(MOST_SLOTS / 2, bytes / BYTES_AN_ENTRY);
  }

  private static int keyBytesIn(long bytes) {
    return (int) Math.min(Bytes.MAX_LENGTH, bytes / 3);
  }

  /** Returns whether the tally has reached its limit. */
  public boolean isFull() {
    return count >= fullCount || starts[count] >= fullBytes;
  }

  /** Removes all entries and figures. Keeps the memory for further ones. */
  public void clear() {
    Arrays.fill(slots, 0);
    count = 0;
    pairs = 0;
    malformed = 0;
    mark();
  }

  /** The number of different keys. */
  public int keys() {
    return count;
  }

  /** The number of pairs added, here and in merged tallies. */
  public long pairs() {
    return pairs;
  }

  public long malformed() {
    return malformed;
  }

  /** The approximate size in memory, in bytes. */
  public long footprint() {
    long numbers = (long) slots.length + amounts.length + starts.length / 2;
    return keys.length + Long.BYTES * numbers + journal.footprint();
  }

  /**
   * The sum of all amounts.
   *
   * @throws ArithmeticException if it leaves the range of a long
   */
  public long total() {
    return Arrays.stream(amounts, 0, count).reduce(0, Math::addExact);
  }

  /** Visits every entry, in no order. */
  public <X extends Exception> void forEach(EntryVisitor<X> visitor) throws X {
    for (int entry = 0; entry < count; entry++) {
      visitor.visit(keys, starts[entry], starts[entry + 1], amounts[entry]);
    }
  }

  /** Visits every entry, sorted by the unsigned bytes of the keys. */
  public <X extends Exception> void forEachSorted(EntryVisitor<X> visitor) throws X {
    for (int entry : new KeySort(keys, starts, count).order()) {
      visitor.visit(keys, starts[entry], starts[entry + 1], amounts[entry]);
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

  private void put(byte[] key, int from, int to, long amount) {
    int hash = KeyHash.of(KeyHash.SECRET, key, from, to);
    int mask = slots.length - 1;
    for (int at = hash & mask; ; at = (at + 1) & mask) {
      long slot = slots[at];
      if (slot == 0) {
        insert(hash, at, key, from, to, amount);
        return;
      }
      int entry = KeySlots.entry(slot);
      if (KeySlots.hash(slot) == hash && isKey(entry, key, from, to)) {
        raise(entry, amount);
        return;
      }
    }
  }

  private boolean isKey(int entry, byte[] key, int from, int to) {
    int start = starts[entry];
    return starts[entry + 1] - start == to - from && KeyHash.same(keys, start, key, from, to);
  }

  private void raise(int entry, long amount) {
    long before = amounts[entry];
    long sum = before + amount;
    if (((before ^ sum) & (amount ^ sum)) < 0) {
      throw failed(
          new ArithmeticException(
              "the sum for \"" + shown(entry) + "\" leaves the range of 64 bits at " + before));
    }
    try {
      journal.raising(entry, amount, amounts);
    } catch (OutOfMemoryError e) {
      throw failed(e);
    }
    amounts[entry] = sum;
  }

  private String shown(int entry) {
    int length = Math.min(80, starts[entry + 1] - starts[entry]);
    return new String(keys, starts[entry], length, StandardCharsets.UTF_8);
  }

  /** On failure leaves the tally unchanged, or changed with too few free slots. */
  private void insert(int hash, int at, byte[] key, int from, int to, long amount) {
    try {
      append(key, from, to, amount);
      slots[at] = KeySlots.of(hash, count - 1);
      if (count > slots.length / 2 && slots.length < MOST_SLOTS) {
        slots = KeySlots.doubled(slots);
      }
    } catch (OutOfMemoryError e) {
      throw failed(e);
    } catch (IllegalStateException | UnparsableException e) {
      throw failed(e);
    }
  }

  private void append(byte[] key, int from, int to, long amount) {
    int start = starts[count];
    long end = (long) start + to - from;
    if (count > MOST_SLOTS / 2 || count == slots.length - 1) {
      throw new IllegalStateException("cannot hold " + count + " keys");
    }
    ensureWithinLimit(end);
    if (end > keys.length) {
      keys = Arrays.copyOf(keys, Bytes.grownLength(keys.length, end, "bytes of keys"));
    }
    if (count == amounts.length) {
      amounts = Arrays.copyOf(amounts, 2 * count);
    }
    if (count + 1 == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count + 1);
    }
    ResultLines.ensureKey(key, from, to);
    System.arraycopy(key, from, keys, start, to - from);
    amounts[count] = amount;
    starts[++count] = (int) end;
  }

  private void ensureWithinLimit(long end) {
    if (count - markedCount >= recordCount || end - starts[markedCount] > recordBytes) {
      throw new UnparsableException(
          "its keys take more memory than a task may use, with "
              + (count - markedCount)
              + " different ones");
    }
  }

  private <T extends Throwable> T failed(T reason) {
    failure = reason;
    return reason;
  }

  private long slot(int entry) {
    return KeySlots.of(KeyHash.of(KeyHash.SECRET, keys, starts[entry], starts[entry + 1]), entry);
  }
}
