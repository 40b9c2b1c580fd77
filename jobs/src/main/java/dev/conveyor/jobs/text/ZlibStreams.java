package dev.conveyor.jobs.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;

/** Streams of zlib one after the other, as Hadoop writes them into {@code .deflate} files. */
final class ZlibStreams extends InflaterInputStream {
  ZlibStreams(InputStream in) {
    super(in);
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
