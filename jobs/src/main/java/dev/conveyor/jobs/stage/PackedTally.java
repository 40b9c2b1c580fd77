package dev.conveyor.jobs.stage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A part of a tally as bytes, the way it travels between machines. Numbers are big-endian:
 *
 * <pre>
 * 4 bytes  "CTB1"
 * 4 bytes  CRC-32C of all that follows
 * 4 bytes  number of entries
 * 8 bytes  pairs
 * 8 bytes  malformed
 * then for each entry: length of the key (varint), amount (zigzag varint), the key
 * </pre>
 *
 * A varint has seven bits a byte, the lowest first; the sign bit says that more follow.
 */
final class PackedTally {
  private static final int MAGIC = 0x43544231;
  private static final int CHECKED_FROM = 8;
  private static final int HEADER = 28;

  private final byte[] block;
  private final int count;
  private final long pairs;
  private final long malformed;
  private int at = HEADER;

  private PackedTally(byte[] block) {
    ByteBuffer header = ByteBuffer.wrap(block, CHECKED_FROM, HEADER - CHECKED_FROM);
    this.block = block;
    this.count = header.getInt();
    this.pairs = header.getLong();
    this.malformed = header.getLong();
  }

  /**
   * Reads the header, and verifies the checksum.
   *
   * @throws IllegalArgumentException if the block is damaged
   */
  static PackedTally open(byte[] block) {
    if (block.length < HEADER || ByteBuffer.wrap(block).getInt() != MAGIC) {
      throw rejected(block, "it has no valid header");
    }
    if (ByteBuffer.wrap(block).getInt(4) != checksum(block, block.length)) {
      throw rejected(block, "its checksum does not match");
    }
    PackedTally packed = new PackedTally(block);
    packed.forEach((key, from, to, amount) -> {});
    packed.at = HEADER;
    return packed;
  }

  long pairs() {
    return pairs;
  }

  long malformed() {
    return malformed;
  }

  <X extends Exception> void forEach(EntryVisitor<X> visitor) throws X {
    for (int i = 0; i < count; i++) {
      long length = varint();
      long zigzag = varint();
      if (length < 0 || length > block.length - at) {
        throw rejected(block, "an entry reaches beyond its end");
      }
      int from = at;
      at += (int) length;
      visitor.visit(block, from, at, zigzag >>> 1 ^ -(zigzag & 1));
    }
    if (at != block.length || count < 0 || pairs < 0 || malformed < 0) {
      throw rejected(block, "its counts do not match");
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && at < block.length; shift += 7) {
      byte next = block[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw rejected(block, "a number does not end");
  }

  private static int checksum(byte[] block, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(block, CHECKED_FROM, length - CHECKED_FROM);
    return (int) checksum.getValue();
  }

  private static IllegalArgumentException rejected(byte[] block, String reason) {
    return new IllegalArgumentException(
        "cannot merge a tally block of " + block.length + " bytes: " + reason);
  }

  /** Collects the entries of one block. */
  static final class Writer {
    private static final int LONGEST_VARINT = 10;

    private byte[] block = new byte[256];
    private int length = HEADER;
    private int count;

    void add(byte[] key, int from, int to, long amount) {
      ensure(2L * LONGEST_VARINT + to - from);
      varint(to - from);
      varint(amount << 1 ^ amount >> 63);
      System.arraycopy(key, from, block, length, to - from);
      length += to - from;
      count++;
    }

    byte[] finish(long pairs, long malformed) {
      ByteBuffer header = ByteBuffer.wrap(block);
      header.putInt(0, MAGIC).putInt(8, count).putLong(12, pairs).putLong(20, malformed);
      header.putInt(4, checksum(block, length));
      return Arrays.copyOf(block, length);
    }

    private void varint(long value) {
      long rest = value;
      for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
        block[length++] = (byte) (rest | 0x80);
      }
      block[length++] = (byte) rest;
    }

    private void ensure(long more) {
      if (length + more > block.length) {
        block =
            Arrays.copyOf(block, Bytes.grownLength(block.length, length + more, "packed bytes"));
      }
    }
  }
}
