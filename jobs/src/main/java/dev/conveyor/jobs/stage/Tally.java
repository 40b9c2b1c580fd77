package dev.conveyor.jobs.stage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sums amounts by key. Belongs to one thread.
 *
 * <p>Takes half a kilobyte when empty; then each key's bytes once, and 28 to 56 bytes a key. No
 * object a key, no copy of a key that is there. Up to 2 GiB of keys.
 */
public final class Tally {
  private static final int MOST_SLOTS = 1 << 30;

  /** Open addressing: the hash in the upper half, one more than the entry in the lower; 0: free. */
  private long[] slots = new long[16];

  private byte[] keys = new byte[64];

  /** Entry n's key reaches from starts[n] to starts[n + 1]. */
  private int[] starts = new int[9];

  private long[] amounts = new long[8];
  private int count;
  private long pairs;
  private long malformed;

  /** One field for each entry that was packed once, see {@link PackedTally}. */
  private int[] commonHashes = {};

  /**
   * Adds one pair.
   *
   * @throws ArithmeticException if the key's sum leaves the range of a long
   * @throws IllegalStateException if the keys exceed 2 GiB
   */
  public void add(byte[] key, int from, int to, long amount) {
    put(key, from, to, amount);
    pairs++;
  }

  /** The same with a key as text, for jobs that have an object for each key anyway. */
  public void add(String key, long amount) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    add(bytes, 0, bytes.length, amount);
  }

  /** Counts malformed sequences in the text that was read. */
  public void addMalformed(long sequences) {
    malformed += sequences;
  }

  /** Adds all that the other holds; the other stays as it is. */
  public void merge(Tally other) {
    for (int entry = 0; entry < other.count; entry++) {
      put(other.keys, other.starts[entry], other.starts[entry + 1], other.amounts[entry]);
    }
    addFigures(other.pairs, other.malformed);
  }

  /** How many different keys there are. */
  public int keys() {
    return count;
  }

  /** How many pairs were added, here and in what was merged. */
  public long pairs() {
    return pairs;
  }

  public long malformed() {
    return malformed;
  }

  /** About how many bytes of memory it takes. */
  public long footprint() {
    long numbers = (long) slots.length + amounts.length + starts.length / 2;
    return keys.length + Long.BYTES * numbers;
  }

  /**
   * The sum of all amounts.
   *
   * @throws ArithmeticException if it leaves the range of a long
   */
  public long total() {
    return Arrays.stream(amounts, 0, count).reduce(0, Math::addExact);
  }

  /** Shows every entry, in no order. */
  public <X extends Exception> void forEach(EntryVisitor<X> visitor) throws X {
    for (int entry = 0; entry < count; entry++) {
      visitor.visit(keys, starts[entry], starts[entry + 1], amounts[entry]);
    }
  }

  /** Shows every entry, by ascending key, its bytes taken as unsigned. */
  public <X extends Exception> void forEachSorted(EntryVisitor<X> visitor) throws X {
    for (int entry : new KeySort(keys, starts, count).order()) {
      visitor.visit(keys, starts[entry], starts[entry + 1], amounts[entry]);
    }
  }

  /**
   * The entries of one partition as a block of bytes that any JVM can {@linkplain #mergePacked
   * merge}. A key's partition is the same on every JVM. The figures {@code pairs} and {@code
   * malformed} travel with partition 0, so that merging all blocks gives them once.
   *
   * @param partition from 0 to {@code of - 1}
   * @throws IllegalStateException if the block exceeds 2 GiB
   */
  public byte[] pack(int partition, int of) {
    hashCommonly();
    PackedTally.Writer block = new PackedTally.Writer();
    for (int entry = 0; entry < count; entry++) {
      if (partition(commonHashes[entry], of) == partition) {
        block.add(keys, starts[entry], starts[entry + 1], amounts[entry]);
      }
    }
    return partition == 0 ? block.finish(pairs, malformed) : block.finish(0, 0);
  }

  /**
   * Adds what a block holds.
   *
   * @throws IllegalArgumentException if it is no such block, or was damaged; nothing is then added
   */
  public void mergePacked(byte[] block) {
    PackedTally packed = PackedTally.open(block);
    packed.forEach(this::put);
    addFigures(packed.pairs(), packed.malformed());
  }

  /**
   * The partition in which a key's sum would be {@linkplain #pack packed}, the same on every JVM.
   *
   * @return from 0 to {@code of - 1}
   */
  public static int partition(byte[] key, int from, int to, int of) {
    return partition(KeyHash.of(KeyHash.COMMON, key, from, to), of);
  }

  private static int partition(int hash, int of) {
    return (int) (((hash & 0xffffffffL) * of) >>> Integer.SIZE);
  }

  private void hashCommonly() {
    int hashed = commonHashes.length;
    commonHashes = Arrays.copyOf(commonHashes, count);
    for (int entry = hashed; entry < count; entry++) {
      commonHashes[entry] = KeyHash.of(KeyHash.COMMON, keys, starts[entry], starts[entry + 1]);
    }
  }

  private void addFigures(long morePairs, long moreMalformed) {
    pairs += morePairs;
    malformed += moreMalformed;
  }

  private void put(byte[] key, int from, int to, long amount) {
    int hash = KeyHash.of(KeyHash.SECRET, key, from, to);
    int mask = slots.length - 1;
    for (int at = hash & mask; ; at = (at + 1) & mask) {
      long slot = slots[at];
      if (slot == 0) {
        append(key, from, to, amount);
        slots[at] = (long) hash << Integer.SIZE | count;
        growSlots();
        return;
      }
      int entry = (int) slot - 1;
      if ((int) (slot >>> Integer.SIZE) == hash && isKey(entry, key, from, to)) {
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
      throw new ArithmeticException(
          "the sum for \"" + shown(entry) + "\" leaves the range of 64 bits at " + before);
    }
    amounts[entry] = sum;
  }

  private String shown(int entry) {
    int length = Math.min(80, starts[entry + 1] - starts[entry]);
    return new String(keys, starts[entry], length, StandardCharsets.UTF_8);
  }

  private void append(byte[] key, int from, int to, long amount) {
    int start = starts[count];
    long end = (long) start + to - from;
    if (end > keys.length) {
      keys = Arrays.copyOf(keys, Growth.beyond(keys.length, end, "bytes of keys"));
    }
    if (count == amounts.length) {
      amounts = Arrays.copyOf(amounts, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count + 1);
    }
    System.arraycopy(key, from, keys, start, to - from);
    amounts[count] = amount;
    starts[++count] = (int) end;
  }

  /** Keeps at least half of the slots free. */
  private void growSlots() {
    if (count <= slots.length / 2) {
      return;
    }
    if (slots.length == MOST_SLOTS) {
      throw new IllegalStateException("cannot hold " + count + " keys; cut the input into parts");
    }
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long slot : old) {
      if (slot != 0) {
        settle(slot);
      }
    }
  }

  private void settle(long slot) {
    int mask = slots.length - 1;
    int at = (int) (slot >>> Integer.SIZE) & mask;
    while (slots[at] != 0) {
      at = (at + 1) & mask;
    }
    slots[at] = slot;
  }
}
