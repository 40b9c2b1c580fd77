package dev.conveyor.jobs.merge;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Entries in the order of their keys as bytes, the way they travel between machines and lie on
 * disk. Numbers are big-endian:
 *
 * <pre>
 * 4 bytes  "CTB2"
 * 4 bytes  CRC-32C of all that follows
 * 4 bytes  number of entries
 * 4 bytes  number of index entries
 * 8 bytes  pairs
 * 8 bytes  malformed
 * then for each entry: length of the key (varint), amount (zigzag varint), the key
 * then for each index entry, 4 bytes: the position of the first entry in each further 16 KiB
 * </pre>
 *
 * A varint has seven bits a byte, the lowest first; the sign bit says that more follow.
 */
record SortedBlock(byte[] bytes, int entries, int end, long pairs, long malformed) {
  static final int HEADER = 32;

  private static final int MAGIC = 0x43544232;
  private static final int CHECKED_FROM = 8;
  private static final int INDEXED = 16 << 10;

  /**
   * Reads the header, and verifies the checksum.
   *
   * @throws IllegalArgumentException if the block is damaged
   */
  static SortedBlock open(byte[] bytes) {
    return open(bytes, bytes.length);
  }

  /**
   * Reads the header of a block at the beginning of an array.
   *
   * @throws IllegalArgumentException if the block is damaged
   */
  static SortedBlock open(byte[] bytes, int length) {
    if (length < HEADER || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
      throw rejected(length, "it has no valid header");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (header.getInt(4) != checksum(bytes, length)) {
      throw rejected(length, "its checksum does not match");
    }
    int entries = header.getInt(8);
    int indexed = header.getInt(12);
    long pairs = header.getLong(16);
    long malformed = header.getLong(24);
    long end = length - (long) Integer.BYTES * indexed;
    // An entry takes at least two bytes.
    if (indexed < 0 || entries < 0 || end - HEADER < 2L * entries || pairs < 0 || malformed < 0) {
      throw rejected(length, "its counts do not match");
    }
    return new SortedBlock(bytes, entries, (int) end, pairs, malformed);
  }

  /** Returns the number of index entries in a block of this length. */
  int indexed(int length) {
    return (length - end) / Integer.BYTES;
  }

  /**
   * Returns the position of an entry.
   *
   * @throws IllegalArgumentException if it lies outside of the entries
   */
  int indexed(int length, int index) {
    int position = ByteBuffer.wrap(bytes).getInt(end + Integer.BYTES * index);
    if (position < HEADER || position >= end) {
      throw rejected(length, "its index points outside");
    }
    return position;
  }

  private static int checksum(byte[] block, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(block, CHECKED_FROM, length - CHECKED_FROM);
    return (int) checksum.getValue();
  }

  static IllegalArgumentException rejected(int length, String reason) {
    return new IllegalArgumentException(
        "cannot merge a sorted block of " + length + " bytes: " + reason);
  }

  /** Collects the entries of one block after another. */
  static final class Writer {
    private static final int LONGEST_VARINT = 10;
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private byte[] block;
    private int length = HEADER;
    private int entries;
    private int[] index = new int[4];
    private int indexed;
    private int nextIndexed = HEADER + INDEXED;

    /**
     * @param capacity the expected size of a block in bytes
     */
    Writer(int capacity) {
      block = new byte[HEADER + capacity];
    }

    /**
     * Adds an entry, whose key must not be less than that of the previous one.
     *
     * @throws IllegalStateException if the block exceeds 2 GiB
     */
    void add(byte[] key, int from, int to, long amount) {
      int size = to - from;
      if (block.length - length < size + 2 * LONGEST_VARINT) {
        grow(size);
      }
      if (length >= nextIndexed) {
        index();
      }
      varint(size);
      varint(amount << 1 ^ amount >> 63);
      System.arraycopy(key, from, block, length, size);
      length += size;
      entries++;
    }

    private void index() {
      if (indexed == index.length) {
        index = Arrays.copyOf(index, 2 * indexed);
      }
      index[indexed++] = length;
      nextIndexed = length + INDEXED;
    }

    private void varint(long value) {
      long rest = value;
      for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
        block[length++] = (byte) (rest | 0x80);
      }
      block[length++] = (byte) rest;
    }

    private void grow(int size) {
      long needed = length + (long) size + 2 * LONGEST_VARINT;
      if (needed > LONGEST) {
        throw new IllegalStateException("cannot hold a block of " + needed + " bytes");
      }
      block = Arrays.copyOf(block, (int) Math.min(LONGEST, Math.max(needed, 2L * block.length)));
    }

    /** Returns the bytes of the present block. */
    int length() {
      return length;
    }

    boolean isEmpty() {
      return entries == 0;
    }

    /** Returns the block as a copy, and begins another. */
    byte[] finish(long pairs, long malformed) {
      byte[] finished = Arrays.copyOf(block, length + Integer.BYTES * indexed);
      ByteBuffer out = ByteBuffer.wrap(finished);
      out.putInt(0, MAGIC).putInt(8, entries).putInt(12, indexed);
      out.putLong(16, pairs).putLong(24, malformed);
      for (int i = 0; i < indexed; i++) {
        out.putInt(length + Integer.BYTES * i, index[i]);
      }
      out.putInt(4, checksum(finished, finished.length));
      length = HEADER;
      entries = 0;
      indexed = 0;
      nextIndexed = HEADER + INDEXED;
      return finished;
    }
  }
}
