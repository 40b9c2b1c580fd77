package dev.conveyor.jobs.compact;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines that end at LF, one after another, into one buffer. Belongs to one thread. */
final class LineScanner implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private int filled;
  private boolean isAtEnd;

  LineScanner(InputStream in) {
    this.in = in;
  }

  /** Moves to the next line; false if there is none. */
  boolean next() throws IOException {
    from = Math.min(to + 1, filled);
    int scanned = from;
    while (true) {
      for (int at = scanned; at < filled; at++) {
        if (buffer[at] == '\n') {
          to = at;
          return true;
        }
      }
      scanned = filled - from;
      if (isAtEnd || !fill()) {
        to = filled;
        return from < filled;
      }
      scanned += from;
    }
  }

  /** Moves what is left to the front, and reads more; false at the end. */
  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, filled - from);
      filled -= from;
      from = 0;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.multiplyExact(buffer.length, 2));
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    isAtEnd = read < 0;
    filled += Math.max(read, 0);
    return !isAtEnd;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Returns where the line begins in the buffer. */
  int from() {
    return from;
  }

  /** Returns where it ends: at its LF, or at the end of the stream. */
  int to() {
    return to;
  }

  /** Returns the index of the last tab of the line; -1 if it has none. */
  int lastTab() {
    for (int at = to - 1; at >= from; at--) {
      if (buffer[at] == '\t') {
        return at;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
