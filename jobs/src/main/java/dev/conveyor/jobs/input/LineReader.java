package dev.conveyor.jobs.input;

import dev.conveyor.jobs.stage.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;

/**
 * Splits a stream of bytes into records. A record ends at LF or CRLF; the last one may end without.
 * A record over the limit is dead, and only its beginning is kept. Belongs to one thread. Does not
 * close the stream.
 */
public final class LineReader {
  private static final int BUFFER = 256 << 10;

  /** Maximum length of the beginning that is kept of a dead record. */
  private static final int KEPT = 64 << 10;

  private final InputStream in;
  private final int maxRecordBytes;
  private byte[] buffer = new byte[BUFFER];

  /** Index of the first byte that was read but not visited; those up to limit follow. */
  private int head;

  private int limit;

  /** Position of head in the file. */
  private long position;

  /** Length of the byte order mark before the first record. */
  private int mark;

  /**
   * @param position of the stream's first byte in the file
   * @param maxRecordBytes limit on a record in bytes, below 2 GiB
   */
  public LineReader(InputStream in, long position, int maxRecordBytes) {
    this.in = in;
    this.position = position;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Skips the byte order mark that some editors put at the start of a file. */
  void skipByteOrderMark() throws IOException {
    while (limit < 3 && fill()) {}
    if (limit >= 3
        && buffer[0] == (byte) 0xef
        && buffer[1] == (byte) 0xbb
        && buffer[2] == (byte) 0xbf) {
      mark = 3;
      advance(mark);
    }
  }

  /** Skips the rest of a record. Stops early if no record can begin before {@code end}. */
  void skipRecord(long end) throws IOException {
    int lineFeed = indexOfLineFeed(head);
    while (lineFeed < 0 && position < end) {
      advance(limit - head);
      if (!fill()) {
        return;
      }
      lineFeed = indexOfLineFeed(head);
    }
    advance(Math.max(lineFeed + 1, head) - head);
  }

  /** The position of the current record, in bytes of the decompressed text. */
  long position() {
    return position;
  }

  /** Returns whether a record begins before {@code end}. */
  public boolean hasNext(long end) throws IOException {
    return position - mark < end && (head < limit || fill());
  }

  /**
   * Visits the next record, and further ones that are in the buffer and begin before {@code end}.
   */
  public void read(long end, RecordVisitor visitor) throws IOException {
    int lineFeed = nextLineFeed();
    if (lineFeed < 0) {
      visitUnended(visitor);
      return;
    }
    mark = 0;
    while (lineFeed >= 0) {
      boolean carriageReturn = lineFeed > head && buffer[lineFeed - 1] == '\r';
      visit(visitor, carriageReturn ? lineFeed - 1 : lineFeed);
      advance(lineFeed + 1 - head);
      lineFeed = position < end ? indexOfLineFeed(head) : -1;
    }
  }

  private void visit(RecordVisitor visitor, int to) {
    if (to - head <= maxRecordBytes) {
      visitor.visit(buffer, head, to);
    } else {
      visitDead(visitor, buffer, head, Math.min(to, head + KEPT), to - head);
    }
  }

  private void visitDead(RecordVisitor visitor, byte[] bytes, int from, int to, long length) {
    String reason = "record of " + length + " bytes is over the limit of " + maxRecordBytes;
    visitor.visitDead(reason, bytes, from, to, length);
  }

  /**
   * Visits a record without an end in the buffer: the stream has ended, or the record is too long.
   */
  private void visitUnended(RecordVisitor visitor) throws IOException {
    mark = 0;
    if (isOverLimit()) {
      passOver(visitor);
    } else if (head < limit) {
      visit(visitor, limit);
      advance(limit - head);
    }
  }

  /** Measures a record that is too long for the buffer, and skips it. */
  private void passOver(RecordVisitor visitor) throws IOException {
    byte[] beginning = Arrays.copyOfRange(buffer, head, head + Math.min(limit - head, KEPT));
    long length = 0;
    byte last = 0;
    int lineFeed = -1;
    do {
      lineFeed = indexOfLineFeed(head);
      int end = lineFeed < 0 ? limit : lineFeed;
      length += end - head;
      last = end > head ? buffer[end - 1] : last;
      advance(end - head);
    } while (lineFeed < 0 && fill());
    if (lineFeed >= 0) {
      advance(1);
      length -= last == '\r' ? 1 : 0;
    }
    visitDead(visitor, beginning, 0, beginning.length, length);
  }

  /**
   * Reads until the buffer holds a line feed.
   *
   * @return -1 if there is none, or the record is too long
   */
  private int nextLineFeed() throws IOException {
    int searched = 0;
    while (true) {
      int lineFeed = indexOfLineFeed(head + searched);
      searched = limit - head;
      if (lineFeed >= 0 || isOverLimit() || !fill()) {
        return lineFeed;
      }
    }
  }

  /** Allows one more byte for a carriage return, which does not count. */
  private boolean isOverLimit() {
    return limit - head > maxRecordBytes + 1L;
  }

  private int indexOfLineFeed(int from) {
    return Bytes.indexOf((byte) '\n', buffer, from, limit);
  }

  private void advance(int bytes) {
    head += bytes;
    position += bytes;
  }

  /** Reads more bytes into the buffer; returns false at the end of the stream. */
  private boolean fill() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    makeRoom();
    int read = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(read, 0);
    return read > 0;
  }

  private void makeRoom() {
    if (head > 0) {
      System.arraycopy(buffer, head, buffer, 0, limit - head);
      limit -= head;
      head = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, 2L * limit));
    }
  }
}
