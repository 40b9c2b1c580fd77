package dev.conveyor.streaming.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a byte stream at delimiter bytes. Keeps one record and one buffer in memory; a record may
 * be as long as an array.
 */
final class RecordSplitter {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;

  RecordSplitter(InputStream in) {
    this.in = in;
  }

  /** Decides which bytes end a record. */
  @FunctionalInterface
  interface Delimiter {
    boolean ends(byte b);
  }

  /** Returns the bytes before the next delimiter; null at the end of the stream. */
  byte[] next(Delimiter delimiter) throws IOException {
    if (!fill()) {
      return null;
    }
    ByteArrayOutputStream beginning = null;
    while (fill()) {
      int start = from;
      while (from < to && !delimiter.ends(buffer[from])) {
        from++;
      }
      if (from < to) {
        from++;
        return joined(beginning, start, from - 1);
      }
      if (beginning == null) {
        beginning = new ByteArrayOutputStream(2 * BUFFER);
      }
      beginning.write(buffer, start, to - start);
    }
    return beginning.toByteArray();
  }

  /** Returns whether a delimiter is in the buffer, so that a record needs no more input. */
  boolean isReady(Delimiter delimiter) {
    for (int at = from; at < to; at++) {
      if (delimiter.ends(buffer[at])) {
        return true;
      }
    }
    return false;
  }

  private boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = Math.max(0, in.read(buffer));
    }
    return from < to;
  }

  private byte[] joined(ByteArrayOutputStream beginning, int start, int end) {
    if (beginning == null) {
      return Arrays.copyOfRange(buffer, start, end);
    }
    beginning.write(buffer, start, end - start);
    return beginning.toByteArray();
  }
}
