package dev.conveyor.jobs.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What is unpacked from a file that may hold nothing else: it fails if anything follows. */
final class Single extends FilterInputStream {
  private final InputStream packed;

  /**
   * @param packed what {@code unpacked} reads, no byte too far
   */
  Single(InputStream unpacked, InputStream packed) {
    super(unpacked);
    this.packed = packed;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = in.read(bytes, from, length);
    if (read < 0 && packed.read() >= 0) {
      throw new IOException("something follows the compressed data");
    }
    return read;
  }
}
