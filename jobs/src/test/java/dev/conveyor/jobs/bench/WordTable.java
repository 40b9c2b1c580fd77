package dev.conveyor.jobs.bench;

import java.util.Arrays;

/**
 * Counts words of lower-case letters in bytes: a table of open addressing, with the bytes of its
 * keys in one array. For the loops that a stream is measured against.
 */
final class WordTable {
  private static final long PRIME = 0x100000001B3L;

  private long[] hashes = new long[1 << 12];
  private int[] places = new int[1 << 12];
  private long[] counts = new long[1 << 12];
  private byte[] keys = new byte[1 << 16];
  private int used = 1;
  private int size;
  private long total;

  void addAll(byte[] text) {
    int from = -1;
    long hash = 0;
    for (int i = 0; i < text.length; i++) {
      byte letter = text[i];
      if (letter >= 'a' && letter <= 'z') {
        if (from < 0) {
          from = i;
          hash = PRIME;
        }
        hash = (hash ^ letter) * PRIME;
      } else if (from >= 0) {
        add(text, from, i, hash);
        from = -1;
      }
    }
    if (from >= 0) {
      add(text, from, text.length, hash);
    }
  }

  private void add(byte[] text, int from, int to, long hash) {
    total++;
    int slot = slot(hash);
    while (places[slot] != 0) {
      int place = places[slot];
      if (hashes[slot] == hash
          && Arrays.equals(keys, place, place + to - from, text, from, to)
          && keys[place + to - from] == 0) {
        counts[slot]++;
        return;
      }
      slot = (slot + 1) & (places.length - 1);
    }
    if (used + to - from + 1 > keys.length) {
      keys = Arrays.copyOf(keys, 2 * keys.length + to - from);
    }
    System.arraycopy(text, from, keys, used, to - from);
    hashes[slot] = hash;
    places[slot] = used;
    counts[slot] = 1;
    used += to - from + 1;
    size++;
    if (2 * size > places.length) {
      grow();
    }
  }

  private int slot(long hash) {
    return (int) (hash ^ (hash >>> 32)) & (places.length - 1);
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldPlaces = places;
    long[] oldCounts = counts;
    hashes = new long[2 * oldHashes.length];
    places = new int[hashes.length];
    counts = new long[hashes.length];
    for (int i = 0; i < oldPlaces.length; i++) {
      if (oldPlaces[i] != 0) {
        int slot = slot(oldHashes[i]);
        while (places[slot] != 0) {
          slot = (slot + 1) & (places.length - 1);
        }
        hashes[slot] = oldHashes[i];
        places[slot] = oldPlaces[i];
        counts[slot] = oldCounts[i];
      }
    }
  }

  /** Words counted. */
  long total() {
    return total;
  }

  /** Different words. */
  int size() {
    return size;
  }

  /** How often a word was counted. */
  long count(byte[] word) {
    long hash = PRIME;
    for (byte letter : word) {
      hash = (hash ^ letter) * PRIME;
    }
    for (int slot = slot(hash); places[slot] != 0; slot = (slot + 1) & (places.length - 1)) {
      int place = places[slot];
      if (hashes[slot] == hash
          && Arrays.equals(keys, place, place + word.length, word, 0, word.length)
          && keys[place + word.length] == 0) {
        return counts[slot];
      }
    }
    return 0;
  }
}
