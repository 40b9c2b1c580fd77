package dev.conveyor.jobs.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The decompressed data of a file with a single member. Fails if data follows the member. */
final class SingleMemberStream extends FilterInputStream {
  private final InputStream packed;

  /**
   * @param packed source of {@code unpacked}, which reads no byte too far
   */
  SingleMemberStream(InputStream unpacked, InputStream packed) {
    super(unpacked);
    this.packed = packed;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = in.read(bytes, from, length);
    if (read < 0 && packed.read() >= 0) {
      throw new IOException("trailing data follows the compressed data");
    }
    return read;
  }
}
