package dev.conveyor.jobs.local;

import dev.conveyor.streaming.BodyVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into records. A record ends at LF or CRLF; the last one may end without. A
 * record's length is bound by memory only, up to 2 GiB. Belongs to one thread; closes nothing.
 */
final class LineReader {
  private static final int BUFFER = 256 << 10;
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER];

  /** What was read and not yet visited lies from head to limit. */
  private int head;

  private int limit;

  /** Where in the file head is. */
  private long position;

  /** The length of the mark that the first record begins with. */
  private int mark;

  /** {@code position}: where in the file the stream begins. */
  LineReader(InputStream in, long position) {
    this.in = in;
    this.position = position;
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

  /**
   * Shows the records that begin before {@code end}.
   *
   * @throws IOException if the stream cannot be read, or a record is longer than 2 GiB
   */
  void read(long end, BodyVisitor visitor) throws IOException {
    for (long begin = position - mark; begin < end; begin = position) {
      int lineFeed = nextLineFeed();
      if (lineFeed < 0) {
        visitRest(visitor);
        return;
      }
      boolean carriageReturn = lineFeed > head && buffer[lineFeed - 1] == '\r';
      visitor.visit(buffer, head, carriageReturn ? lineFeed - 1 : lineFeed);
      advance(lineFeed + 1 - head);
    }
  }

  private void visitRest(BodyVisitor visitor) throws IOException {
    if (head < limit) {
      visitor.visit(buffer, head, limit);
      advance(limit - head);
    }
  }

  /** Reads on until a line feed is in the buffer; -1: there is none. */
  private int nextLineFeed() throws IOException {
    int searched = 0;
    while (true) {
      int lineFeed = indexOfLineFeed(head + searched);
      searched = limit - head;
      if (lineFeed >= 0 || !fill()) {
        return lineFeed;
      }
    }
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
    makeRoom();
    int read = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(read, 0);
    return read > 0;
  }

  private void makeRoom() throws IOException {
    if (head > 0) {
      System.arraycopy(buffer, head, buffer, 0, limit - head);
      limit -= head;
      head = 0;
    }
    if (limit == LONGEST) {
      throw new IOException("a record is longer than 2 GiB");
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(LONGEST, 2L * limit));
    }
  }
}
