package dev.conveyor.jobs.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into records. A record ends at LF or CRLF; the last one may end without. A
 * record over the limit is dead, and no more than its beginning is kept. Belongs to one thread;
 * closes nothing.
 */
public final class LineReader {
  private static final int BUFFER = 256 << 10;

  /** The bytes kept of a dead letter. */
  private static final int KEPT = 64 << 10;

  private final InputStream in;
  private final int longest;
  private byte[] buffer = new byte[BUFFER];

  /** The unread part of the buffer, from head to limit. */
  private int head;

  private int limit;

  /** Where in the file head is. */
  private long position;

  /** The length of the mark that the first record begins with. */
  private int mark;

  /**
   * @param position where in the file the stream begins
   * @param longest of a record, in bytes; below 2 GiB
   */
  public LineReader(InputStream in, long position, int longest) {
    this.in = in;
    this.position = position;
    this.longest = longest;
  }

  /** Passes over the mark that some editors put at a file's start. */
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

  /** Passes over the rest of a record; stops early where no record can begin before {@code end}. */
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

  /** Where the record begins that is being shown, in bytes of the unpacked text. */
  long position() {
    return position;
  }

  /** Returns whether a record begins before {@code end}. */
  public boolean hasNext(long end) throws IOException {
    return position - mark < end && (head < limit || fill());
  }

  /** Shows the next record and those behind it that were read already, up to {@code end}. */
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
    if (to - head <= longest) {
      visitor.visit(buffer, head, to);
    } else {
      visitDead(visitor, buffer, head, Math.min(to, head + KEPT), to - head);
    }
  }

  private void visitDead(RecordVisitor visitor, byte[] bytes, int from, int to, long length) {
    String reason = "record of " + length + " bytes is over the limit of " + longest;
    visitor.visitDead(reason, bytes, from, to, length);
  }

  /** A record to which no end was found: the stream has ended, or there is too much of it. */
  private void visitUnended(RecordVisitor visitor) throws IOException {
    mark = 0;
    if (isOverLimit()) {
      passOver(visitor);
    } else if (head < limit) {
      visit(visitor, limit);
      advance(limit - head);
    }
  }

  /** Counts the bytes of a record that is too long to be held, up to and beyond its end. */
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

  /** Reads on until a line feed is in the buffer; -1: there is none, or it is too far. */
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

  /** With room for a carriage return, which is not counted. */
  private boolean isOverLimit() {
    return limit - head > longest + 1L;
  }

  private int indexOfLineFeed(int from) {
    for (int at = from; at < limit; at++) {
      if (buffer[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  private void advance(int bytes) {
    head += bytes;
    position += bytes;
  }

  /** Reads more behind what is there; false at the end of the stream. */
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
