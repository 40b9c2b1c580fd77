package dev.conveyor.jobs.program;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordVisitor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import dev.conveyor.jobs.pipeline.ShuffleRecord;

/**
 * Sorted pieces as lines {@code key<TAB>value}, in blocks, and counts them. Belongs to one thread,
 * but for its beginning, and for its figures once that thread has ended.
 */
final class SortedLines implements Iterator<RecordBlock> {
  private static final int MOST = 10_000;

  private final Iterator<ShuffleRecord> pieces;
  private ShuffleRecord next;
  private byte[] line = new byte[256];
  private byte[] key;
  private long lines;
  private long keys;

  SortedLines(Iterator<ShuffleRecord> pieces) {
    this.pieces = pieces;
  }

  /** {@code first}: what was already taken of the pieces; before that there are none. */
  void begin(ShuffleRecord first) {
    next = first;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  /** To be read before the next one is asked for. */
  @Override
  public RecordBlock next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    return new Block();
  }

  private final class Block implements RecordBlock {
    @Override
    public String source() {
      return "sorted lines";
    }

    @Override
    public void read(RecordVisitor visitor) {
      for (int i = 0; i < MOST && next != null; i++) {
        visitor.visit(line, 0, write(next.key().line(), next.bytes()));
        next = pieces.hasNext() ? pieces.next() : null;
      }
    }
  }

  /** Gives the length of the line. */
  private int write(byte[] lineKey, byte[] value) {
    lines++;
    if (!Arrays.equals(key, lineKey)) {
      keys++;
      key = lineKey;
    }
    int length = Math.addExact(lineKey.length + 1, value.length);
    if (line.length < length) {
      line = new byte[Math.max(length, 2 * line.length)];
    }
    System.arraycopy(lineKey, 0, line, 0, lineKey.length);
    line[lineKey.length] = '\t';
    System.arraycopy(value, 0, line, lineKey.length + 1, value.length);
    return length;
  }

  /** How many were shown. */
  long lines() {
    return lines;
  }

  /** How many keys these had. */
  long keys() {
    return keys;
  }
}
