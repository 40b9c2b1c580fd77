package dev.conveyor.jobs.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that were read from a stream, followed by the rest of it. Does not read from the stream
 * before these bytes are consumed. Belongs to one thread.
 */
final class PrependedStream extends FilterInputStream {
  private final byte[] bytes;
  private int at;

  /**
   * @param at index of the first byte
   */
  PrependedStream(byte[] bytes, int at, InputStream rest) {
    super(rest);
    this.bytes = bytes;
    this.at = at;
  }

  @Override
  public int read() throws IOException {
    return at < bytes.length ? bytes[at++] & 0xff : in.read();
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (at == bytes.length) {
      return in.read(into, from, length);
    }
    int read = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, into, from, read);
    at += read;
    return read;
  }

  @Override
  public long skip(long most) throws IOException {
    if (at == bytes.length) {
      return in.skip(most);
    }
    int skipped = (int) Math.max(0, Math.min(most, bytes.length - at));
    at += skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return bytes.length - at + in.available();
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
