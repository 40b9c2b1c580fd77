package dev.conveyor.jobs.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Streams of zlib one after the other, as Hadoop writes them into {@code .deflate} files. */
final class MultiZlibStream extends InflaterInputStream {
  private static final int BUFFER = 8_192;

  /** A shorter file that is not finished is text, or truncated. */
  private static final int LONG_ENOUGH = 64;

  MultiZlibStream(InputStream in) {
    super(in);
  }

  /**
   * Returns whether these first bytes of a file can be those of a zlib stream. Text is recognized,
   * since it soon contains an invalid block.
   */
  static boolean mayBegin(byte[] head) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(head);
      byte[] text = new byte[BUFFER];
      while (inflater.inflate(text) > 0) {
        // More may follow.
      }
      return inflater.finished() || head.length >= LONG_ENOUGH;
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    while (read < 0 && begins()) {
      read = super.read(bytes, from, length);
    }
    return read;
  }

  /** Begins the next stream, if there is one. */
  private boolean begins() throws IOException {
    int left = inf.getRemaining();
    if (left == 0) {
      len = in.read(buf, 0, buf.length);
      left = len;
    }
    if (left <= 0) {
      return false;
    }
    inf.reset();
    inf.setInput(buf, len - left, left);
    return true;
  }
}
