package dev.conveyor.jobs.program;

import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordVisitor;
import dev.conveyor.jobs.pipeline.ShuffleRecord;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Converts sorted shuffle records to lines {@code key<TAB>value}, in blocks, and counts them.
 * Belongs to one thread, except {@link #begin}, and the counts once that thread has ended.
 */
final class SortedLines implements Iterator<RecordBlock> {
  private static final int MOST = 10_000;

  private final Iterator<ShuffleRecord> records;
  private ShuffleRecord next;
  private byte[] line = new byte[256];
  private byte[] key;
  private long lines;
  private long keys;

  SortedLines(Iterator<ShuffleRecord> records) {
    this.records = records;
  }

  /**
   * Begins the lines; called before the first block.
   *
   * @param first record that was already taken from the iterator
   */
  void begin(ShuffleRecord first) {
    next = first;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  /** Returns a block, which has to be read before the next call. */
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
        visitor.visit(line, 0, write(next.key().sortKey(), next.bytes()));
        next = records.hasNext() ? records.next() : null;
      }
    }
  }

  /** Writes a line into the buffer and returns its length. */
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

  /** Returns the number of lines read. */
  long lines() {
    return lines;
  }

  /** Returns the number of distinct keys of these lines. */
  long keys() {
    return keys;
  }
}
