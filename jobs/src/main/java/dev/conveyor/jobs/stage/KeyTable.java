package dev.conveyor.jobs.stage;

import java.util.Arrays;

/**
 * The keys of a {@link Tally} and their amounts: a hash table with open addressing and linear
 * probing. Belongs to one thread.
 *
 * <p>A cell of four longs holds a key of up to 16 bytes as two longs, followed by zeros, then its
 * amount, and its length plus one, which is 0 in a free cell. So a lookup touches one place in
 * memory, and 32 bytes of it, however many keys there are. Of a longer key the cell holds the first
 * eight bytes, a hash, and where it lies among the bytes of all longer keys.
 */
final class KeyTable {
  /** The longest key that a cell holds. */
  static final int SHORT = 2 * Long.BYTES;

  private static final int STRIDE = 4;

  /**
   * With the 16 bytes before an array's elements, no cell of a large array is in two cache lines.
   */
  private static final int UNUSED = 2;

  private static final int FIRST = UNUSED;
  private static final int SECOND = UNUSED + 1;
  private static final int AMOUNT = UNUSED + 2;
  private static final int PLACE = UNUSED + 3;
  private static final int MOST_CELLS = 1 << 28;

  private long[] cells = new long[16 * STRIDE + UNUSED];
  private final LongKeys longKeys = new LongKeys();
  private int count;
  private final byte[] shown = new byte[SHORT];

  int count() {
    return count;
  }

  /** Returns the bytes of the keys that no cell holds. */
  LongKeys longKeys() {
    return longKeys;
  }

  int cellCount() {
    return cells.length / STRIDE;
  }

  private int home(long first, long second) {
    return KeyHash.secret(first, second) & (cells.length / STRIDE - 1);
  }

  /**
   * Finds a key of up to 16 bytes.
   *
   * @param hash of the next two
   * @param first its first eight bytes, see {@link EightBytes}; zeros follow its end
   * @param second the next eight bytes
   * @return its cell, or if there is none, a negative number for {@link #insert}
   */
  int find(int hash, long first, long second, int length) {
    long[] all = cells;
    int mask = all.length - UNUSED - 1;
    for (int at = hash * STRIDE & mask; ; at = (at + STRIDE) & mask) {
      long place = all[at + PLACE];
      if (all[at + FIRST] == first && all[at + SECOND] == second && place == length + 1) {
        return at / STRIDE;
      }
      if (place == 0) {
        return ~(at / STRIDE);
      }
    }
  }

  /** Reads the places in memory where {@link #find} will look first. See {@link ShortKeys}. */
  void readAhead(ShortKeys keys) {
    long[] all = cells;
    int mask = all.length - UNUSED - 1;
    for (int i = keys.begin; i < keys.end; i++) {
      int at = keys.hash[i] * STRIDE & mask;
      keys.read[i] = all[at + PLACE];
    }
  }

  /**
   * Adds 1 to the amounts of keys, up to the first one that is not there, or whose amount is the
   * highest.
   *
   * @return the index of that one; {@code to} if there is none
   */
  int raiseAll(ShortKeys keys, int to) {
    long[] all = cells;
    int mask = all.length - UNUSED - 1;
    for (int i = keys.begin; i < to; i++) {
      long first = keys.first[i];
      long second = keys.second[i];
      int place = keys.length[i] + 1;
      int at = keys.hash[i] * STRIDE & mask;
      while (all[at + FIRST] != first || all[at + SECOND] != second || all[at + PLACE] != place) {
        if (all[at + PLACE] == 0) {
          return i;
        }
        at = (at + STRIDE) & mask;
      }
      long amount = all[at + AMOUNT];
      if (amount == Long.MAX_VALUE) {
        return i;
      }
      all[at + AMOUNT] = amount + 1;
    }
    return to;
  }

  /** Finds a key of more than 16 bytes. */
  int findLong(byte[] key, int from, int to) {
    long first = EightBytes.read(key, from);
    long second = KeyHash.secret(key, from, to);
    for (int cell = home(first, second); ; cell = next(cell)) {
      int at = cell * STRIDE;
      if (cells[at + PLACE] == 0) {
        return ~cell;
      }
      if (cells[at + FIRST] == first
          && cells[at + SECOND] == second
          && length(cell) == to - from
          && longKeys.isAt(start(cell), key, from, to)) {
        return cell;
      }
    }
  }

  private int next(int cell) {
    return (cell + 1) & (cells.length / STRIDE - 1);
  }

  /** Returns whether one more key needs {@link #grow} first. */
  boolean isCrowded() {
    return count >= cellCount() / 8 * 5;
  }

  /**
   * Doubles the number of cells. On failure leaves the table unchanged.
   *
   * @return the new cell of each old one
   * @throws IllegalStateException if there are too many keys
   */
  int[] grow() {
    int before = cellCount();
    if (before == MOST_CELLS) {
      throw new IllegalStateException("cannot hold more than " + count + " keys");
    }
    int[] moved = new int[before];
    long[] more = new long[2 * before * STRIDE + UNUSED];
    for (int cell = 0; cell < before; cell++) {
      int at = cell * STRIDE;
      if (cells[at + PLACE] != 0) {
        moved[cell] = free(more, KeyHash.secret(cells[at + FIRST], cells[at + SECOND]));
        System.arraycopy(cells, at + UNUSED, more, moved[cell] * STRIDE + UNUSED, STRIDE);
      }
    }
    cells = more;
    return moved;
  }

  private static int free(long[] cells, int hash) {
    int mask = cells.length / STRIDE - 1;
    int cell = hash & mask;
    while (cells[cell * STRIDE + PLACE] != 0) {
      cell = (cell + 1) & mask;
    }
    return cell;
  }

  /**
   * Inserts a key that was not found. On failure leaves the table unchanged.
   *
   * @param found the result of {@link #find}
   * @return its cell
   */
  int insert(int found, long first, long second, int length, long amount) {
    return insert(found, first, second, length + 1L, amount);
  }

  /** Inserts a key of more than 16 bytes that was not found. */
  int insertLong(int found, byte[] key, int from, int to, long amount) {
    long place = (long) longKeys.add(key, from, to) << Integer.SIZE | (to - from + 1);
    long second = KeyHash.secret(key, from, to);
    return insert(found, EightBytes.read(key, from), second, place, amount);
  }

  private int insert(int found, long first, long second, long place, long amount) {
    int at = ~found * STRIDE;
    cells[at + FIRST] = first;
    cells[at + SECOND] = second;
    cells[at + AMOUNT] = amount;
    cells[at + PLACE] = place;
    count++;
    return ~found;
  }

  /** Frees the cell that was taken last: no search for another key passes it. */
  void freeLast(int cell) {
    clear(cell);
    count--;
  }

  private void clear(int cell) {
    int at = cell * STRIDE + UNUSED;
    Arrays.fill(cells, at, at + STRIDE, 0);
  }

  /** Frees any cells, given by a flag each in a set, by one pass over all. */
  void freeAll(int[] some, int length) {
    for (int i = 0; i < length; i++) {
      cells[some[i] * STRIDE + PLACE] |= Long.MIN_VALUE;
    }
    for (int cell = 0; cell < cellCount(); cell++) {
      while (cells[cell * STRIDE + PLACE] < 0) {
        close(cell);
        count--;
      }
    }
  }

  /**
   * Frees a cell, and moves later ones back so that searches still find them (D. Knuth, The Art of
   * Computer Programming, volume 3, section 6.4, algorithm R).
   */
  private void close(int freed) {
    int hole = freed;
    int mask = cellCount() - 1;
    for (int cell = next(hole); isTaken(cell); cell = next(cell)) {
      int at = cell * STRIDE;
      int distance = (cell - home(cells[at + FIRST], cells[at + SECOND])) & mask;
      if (distance >= ((cell - hole) & mask)) {
        System.arraycopy(cells, at + UNUSED, cells, hole * STRIDE + UNUSED, STRIDE);
        hole = cell;
      }
    }
    clear(hole);
  }

  /** Removes all keys, and keeps the memory. */
  void clear() {
    Arrays.fill(cells, 0);
    count = 0;
    longKeys.cut(0);
  }

  boolean isTaken(int cell) {
    return cells[cell * STRIDE + PLACE] != 0;
  }

  int length(int cell) {
    return (int) cells[cell * STRIDE + PLACE] - 1;
  }

  private int start(int cell) {
    return (int) (cells[cell * STRIDE + PLACE] >>> Integer.SIZE);
  }

  long amount(int cell) {
    return cells[cell * STRIDE + AMOUNT];
  }

  void setAmount(int cell, long amount) {
    cells[cell * STRIDE + AMOUNT] = amount;
  }

  /** Visits a key, valid during the call, and its amount. */
  <X extends Exception> void visit(int cell, EntryVisitor<X> visitor) throws X {
    int length = length(cell);
    if (length > SHORT) {
      int start = start(cell);
      visitor.visit(longKeys.bytes(), start, start + length, amount(cell));
    } else {
      EightBytes.write(cells[cell * STRIDE + FIRST], shown, 0);
      EightBytes.write(cells[cell * STRIDE + SECOND], shown, Long.BYTES);
      visitor.visit(shown, 0, length, amount(cell));
    }
  }

  /** Returns eight bytes of a key from an index on, a multiple of eight; zeros follow its end. */
  long eight(int cell, int depth) {
    int length = length(cell);
    if (depth == 0 || length <= SHORT) {
      int at = cell * STRIDE;
      return depth == 0 ? cells[at + FIRST] : depth == Long.BYTES ? cells[at + SECOND] : 0;
    }
    int start = start(cell);
    return EightBytes.readUpTo(longKeys.bytes(), start + depth, start + length);
  }

  /** Size in bytes. */
  long footprint() {
    return longKeys.bytes().length + (long) Long.BYTES * cells.length;
  }
}
