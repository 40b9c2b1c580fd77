package dev.conveyor.jobs.stage;

/**
 * Keys of up to 16 bytes on their way into a {@link Tally}, each with the amount 1. Belongs to one
 * thread.
 *
 * <p>Most of the time of a count goes by waiting for memory, since the keys of a text do not fit
 * the caches of a processor. Looked up one after another, keys wait one after another. In a group,
 * the cells of all keys are read before any is needed, so that the waits overlap: the group
 * prefetching of S. Chen, A. Ailamaki, P. Gibbons and T. Mowry, Improving Hash Join Performance
 * through Prefetching, 2004. Java has no prefetch. A plain read into an array does the same, since
 * a processor does not wait for what it only stores.
 */
final class ShortKeys {
  /** More keys than a processor can wait for at a time, and few enough for its first cache. */
  static final int MOST = 64;

  /** The first eight bytes of each key; zeros follow its end. */
  final long[] first = new long[MOST];

  /** The next eight bytes of each key. */
  final long[] second = new long[MOST];

  final int[] length = new int[MOST];

  /** See {@link KeyHash#secret(long, long)}. */
  final int[] hash = new int[MOST];

  /** The values that were read in advance. */
  final long[] read = new long[MOST];

  /** The index of the first key that is not in the tally. */
  int begin;

  /** The index after the last key. */
  int end;

  int count() {
    return end - begin;
  }

  boolean isFull() {
    return end == MOST;
  }

  /** Removes the keys from this index on. */
  void cut(int index) {
    begin = Math.min(begin, index);
    end = index;
  }

  /** Removes the keys before the first one that is not in the tally. */
  void removeAdded() {
    int rest = end - begin;
    System.arraycopy(first, begin, first, 0, rest);
    System.arraycopy(second, begin, second, 0, rest);
    System.arraycopy(length, begin, length, 0, rest);
    System.arraycopy(hash, begin, hash, 0, rest);
    begin = 0;
    end = rest;
  }

  /** Adds a key, unless it is full. */
  void add(long firstBytes, long secondBytes, int bytes) {
    int at = end;
    first[at] = firstBytes;
    second[at] = secondBytes;
    length[at] = bytes;
    hash[at] = KeyHash.secret(firstBytes, secondBytes);
    end = at + 1;
  }
}
