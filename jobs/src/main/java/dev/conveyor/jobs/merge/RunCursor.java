package dev.conveyor.jobs.merge;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Moves over the entries of a run in their order. After {@link #advance} the fields show the
 * present entry; they are fields because a merge reads each of them for every entry. Belongs to one
 * thread.
 */
final class RunCursor {
  /** Loads the next block of a run into a cursor. */
  @FunctionalInterface
  interface Blocks {
    /** Returns false after the last one. */
    boolean load(RunCursor into) throws IOException;
  }

  private static final Blocks NONE = into -> false;

  byte[] buffer;
  int from;
  int to;
  long amount;

  /** The beginning of the key, see {@link KeyOrder}. */
  long prefix = Long.MIN_VALUE;

  private final Blocks more;
  private int length;
  private int at;
  private int end;

  /** The cursor stays on its entry at the next advance. */
  private boolean isHeld;

  RunCursor(Blocks more) {
    this.more = more;
  }

  /** Returns a cursor over one block, which begins at an entry. */
  static RunCursor at(SortedBlock block, int length, int position) {
    RunCursor cursor = new RunCursor(NONE);
    cursor.set(block, length);
    cursor.at = position;
    return cursor;
  }

  /** Moves before the first entry of a block. */
  void set(SortedBlock block, int lengthOfBlock) {
    buffer = block.bytes();
    length = lengthOfBlock;
    at = SortedBlock.HEADER;
    end = block.end();
  }

  /**
   * Moves to the next entry; returns false after the last one.
   *
   * @throws IllegalArgumentException if the block is damaged, or its keys are not in order
   * @throws UncheckedIOException if the next block cannot be read
   */
  boolean advance() {
    if (isHeld) {
      isHeld = false;
      return true;
    }
    if (at >= end && !load()) {
      return false;
    }
    long size = buffer[at] >= 0 ? buffer[at++] : varint();
    long zigzag = at < end && buffer[at] >= 0 ? buffer[at++] : varint();
    if (size < 0 || size > end - at) {
      throw SortedBlock.rejected(length, "an entry reaches beyond its end");
    }
    from = at;
    at += (int) size;
    to = at;
    amount = zigzag >>> 1 ^ -(zigzag & 1);
    long next = KeyOrder.prefix(buffer, from, to);
    if (next < prefix) {
      throw SortedBlock.rejected(length, "its keys are not in order");
    }
    prefix = next;
    return true;
  }

  private boolean load() {
    try {
      boolean isThere = more.load(this);
      while (isThere && at >= end) {
        isThere = more.load(this);
      }
      return isThere;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && at < end; shift += 7) {
      byte next = buffer[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw SortedBlock.rejected(length, "a number does not end");
  }

  /** Moves so that the next advance shows the first entry whose key is not less. */
  void skipBelow(byte[] least) {
    while (advance()) {
      if (compareTo(least) >= 0) {
        isHeld = true;
        return;
      }
    }
  }

  /** Returns the beginning of the key, which is no greater than the key. */
  byte[] beginning() {
    return KeyOrder.beginning(buffer, from, to);
  }

  int compareTo(byte[] key) {
    return KeyOrder.compare(buffer, from, to, key, 0, key.length);
  }

  /** Compares the keys of two cursors. */
  int compareTo(RunCursor other) {
    return prefix != other.prefix
        ? Long.compare(prefix, other.prefix)
        : KeyOrder.compare(buffer, from, to, other.buffer, other.from, other.to);
  }
}
