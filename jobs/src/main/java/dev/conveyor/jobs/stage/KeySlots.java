package dev.conveyor.jobs.stage;

/**
 * The slots of the hash table of a {@link Tally}, with open addressing. A slot holds the hash of a
 * key in its upper half, and the key's entry plus one in its lower half; 0 is free.
 */
final class KeySlots {
  private KeySlots() {}

  static long of(int hash, int entry) {
    return (long) hash << Integer.SIZE | (entry + 1);
  }

  static int hash(long slot) {
    return (int) (slot >>> Integer.SIZE);
  }

  static int entry(long slot) {
    return (int) slot - 1;
  }

  /** Puts a slot where a search for its key finds it. */
  static void settle(long slot, long[] into) {
    int mask = into.length - 1;
    int at = hash(slot) & mask;
    while (into[at] != 0) {
      at = (at + 1) & mask;
    }
    into[at] = slot;
  }

  /** Returns a table of twice the size with the same slots. */
  static long[] doubled(long[] slots) {
    long[] doubled = new long[2 * slots.length];
    for (long slot : slots) {
      if (slot != 0) {
        settle(slot, doubled);
      }
    }
    return doubled;
  }

  /** Frees the slot that was taken last: no search for another key passes it. */
  static void free(long slot, long[] slots) {
    int mask = slots.length - 1;
    int at = hash(slot) & mask;
    while (slots[at] != 0 && slots[at] != slot) {
      at = (at + 1) & mask;
    }
    slots[at] = 0;
  }
}
