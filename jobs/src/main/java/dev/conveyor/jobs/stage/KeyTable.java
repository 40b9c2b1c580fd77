package dev.conveyor.jobs.stage;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The keys of a {@link Tally} and their amounts, by entry. Belongs to one thread.
 *
 * <p>A record of four longs holds an entry: a key of up to 16 bytes as two longs, followed by
 * zeros, then the amount, and the length. A lookup so touches two places in memory, a slot of the
 * hash table and the record, however many keys there are. Of a longer key the record holds the
 * first eight bytes, a hash, and where it lies among the bytes of all longer keys.
 *
 * <p>Open addressing with linear probing. The hash multiplies the two halves of a key to 128 bits
 * and folds them, like Wang Yi's wyhash; the secret keeps an attacker from choosing keys that
 * collide.
 */
final class KeyTable {
  /** The longest key that a record holds. */
  static final int SHORT = 2 * Long.BYTES;

  static final int STRIDE = 4;
  static final int AMOUNT = 2;
  private static final int SECOND = 1;
  private static final int PLACE = 3;
  private static final int MOST = 1 << 28;
  private static final long FIRST_SECRET = new SecureRandom().nextLong();
  private static final long SECOND_SECRET = new SecureRandom().nextLong() | 1;

  /** See {@link KeySlots}. */
  private long[] slots = new long[16];

  private long[] records = new long[8 * STRIDE];
  private byte[] longKeys = new byte[64];
  private int longBytes;
  private int count;
  private final byte[] shown = new byte[SHORT];

  int count() {
    return count;
  }

  /** Returns the bytes of all keys that no record holds. */
  int longBytes() {
    return longBytes;
  }

  int slotCount() {
    return slots.length;
  }

  /**
   * Returns the records, in which the amount of an entry stands. Valid until the next insertion.
   */
  long[] records() {
    return records;
  }

  private static int hash(long first, long second) {
    long left = first ^ FIRST_SECRET;
    long right = second ^ SECOND_SECRET;
    return (int) (left * right ^ Math.multiplyHigh(left, right));
  }

  /**
   * Finds a key of up to 16 bytes.
   *
   * @param first its first eight bytes, see {@link EightBytes}; zeros follow its end
   * @param second the next eight bytes
   * @return the entry, or if there is none, a negative number for {@link #insert}
   */
  int find(long first, long second, int length) {
    int hash = hash(first, second);
    int mask = slots.length - 1;
    for (int at = hash & mask; ; at = (at + 1) & mask) {
      long slot = slots[at];
      if (slot == 0) {
        return ~at;
      }
      if (KeySlots.hash(slot) == hash) {
        int entry = KeySlots.entry(slot);
        int record = entry * STRIDE;
        if (records[record] == first
            && records[record + SECOND] == second
            && records[record + PLACE] == length) {
          return entry;
        }
      }
    }
  }

  /** Finds a key of more than 16 bytes. */
  int findLong(byte[] key, int from, int to) {
    long first = EightBytes.read(key, from);
    long second = KeyHash.longOf(FIRST_SECRET, key, from, to);
    int hash = hash(first, second);
    int mask = slots.length - 1;
    for (int at = hash & mask; ; at = (at + 1) & mask) {
      long slot = slots[at];
      if (slot == 0) {
        return ~at;
      }
      if (KeySlots.hash(slot) == hash) {
        int entry = KeySlots.entry(slot);
        int record = entry * STRIDE;
        if (records[record] == first
            && records[record + SECOND] == second
            && length(entry) == to - from
            && KeyHash.same(longKeys, start(entry), key, from, to)) {
          return entry;
        }
      }
    }
  }

  /**
   * Inserts a key that was not found. On failure leaves the table unchanged, or with too few free
   * slots.
   *
   * @param found the result of {@link #find}
   * @throws IllegalStateException if there are too many keys
   */
  void insert(int found, long first, long second, int length, long amount) {
    insert(found, first, second, (long) length, amount);
  }

  /** Inserts a key of more than 16 bytes that was not found. */
  void insertLong(int found, byte[] key, int from, int to, long amount) {
    int start = longBytes;
    long end = (long) start + to - from;
    if (end > longKeys.length) {
      longKeys = Arrays.copyOf(longKeys, Bytes.grownLength(longKeys.length, end, "bytes of keys"));
    }
    System.arraycopy(key, from, longKeys, start, to - from);
    long place = (long) start << Integer.SIZE | (to - from);
    long second = KeyHash.longOf(FIRST_SECRET, key, from, to);
    insert(found, EightBytes.read(key, from), second, place, amount);
    longBytes = (int) end;
  }

  private void insert(int found, long first, long second, long place, long amount) {
    if (count == MOST || count == slots.length - 1) {
      throw new IllegalStateException("cannot hold " + count + " keys");
    }
    int record = count * STRIDE;
    if (record == records.length) {
      records = Arrays.copyOf(records, 2 * record);
    }
    records[record] = first;
    records[record + SECOND] = second;
    records[record + AMOUNT] = amount;
    records[record + PLACE] = place;
    slots[~found] = KeySlots.of(hash(first, second), count);
    count++;
    if (count > slots.length / 2) {
      slots = KeySlots.doubled(slots);
    }
  }

  /**
   * Removes the latest entries.
   *
   * @param entries number of entries that stay
   * @param bytes of longer keys that stay
   * @param hasGrown whether the slots have grown since there were so many entries
   */
  void cut(int entries, int bytes, boolean hasGrown) {
    if (hasGrown) {
      // In the same array, since memory may be scarce.
      Arrays.fill(slots, 0);
      for (int entry = 0; entry < entries; entry++) {
        KeySlots.settle(slot(entry), slots);
      }
    } else {
      for (int entry = count - 1; entry >= entries; entry--) {
        KeySlots.free(slot(entry), slots);
      }
    }
    count = entries;
    longBytes = bytes;
  }

  /** Removes all entries, and keeps the memory. */
  void clear() {
    Arrays.fill(slots, 0);
    count = 0;
    longBytes = 0;
  }

  private long slot(int entry) {
    int record = entry * STRIDE;
    return KeySlots.of(hash(records[record], records[record + SECOND]), entry);
  }

  int length(int entry) {
    return (int) records[entry * STRIDE + PLACE];
  }

  private int start(int entry) {
    return (int) (records[entry * STRIDE + PLACE] >>> Integer.SIZE);
  }

  long amount(int entry) {
    return records[entry * STRIDE + AMOUNT];
  }

  /** Visits an entry, whose key is valid during the call. */
  <X extends Exception> void visit(int entry, EntryVisitor<X> visitor) throws X {
    int length = length(entry);
    if (length > SHORT) {
      int start = start(entry);
      visitor.visit(longKeys, start, start + length, amount(entry));
    } else {
      visitor.visit(shortKey(entry), 0, length, amount(entry));
    }
  }

  private byte[] shortKey(int entry) {
    EightBytes.write(records[entry * STRIDE], shown, 0);
    EightBytes.write(records[entry * STRIDE + SECOND], shown, Long.BYTES);
    return shown;
  }

  /** Returns eight bytes of a key from an index on, a multiple of eight; zeros follow its end. */
  long eight(int entry, int depth) {
    int record = entry * STRIDE;
    int length = length(entry);
    if (depth == 0 || length <= SHORT) {
      return depth == 0 ? records[record] : depth == Long.BYTES ? records[record + SECOND] : 0;
    }
    int at = start(entry) + depth;
    int end = start(entry) + length;
    return end - at >= Long.BYTES
        ? EightBytes.read(longKeys, at)
        : at < end ? EightBytes.readTail(longKeys, at, end) : 0;
  }

  /** Compares the bytes of two keys, unsigned, of which those before {@code depth} are the same. */
  int compare(int left, int right, int depth) {
    int most = Math.max(length(left), length(right));
    for (int at = depth; at < most; at += Long.BYTES) {
      int order =
          Long.compareUnsigned(
              Long.reverseBytes(eight(left, at)), Long.reverseBytes(eight(right, at)));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(length(left), length(right));
  }

  /** Size in bytes. */
  long footprint() {
    return longKeys.length + (long) Long.BYTES * (slots.length + records.length);
  }
}
