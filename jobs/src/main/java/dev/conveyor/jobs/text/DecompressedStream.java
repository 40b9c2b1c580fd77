package dev.conveyor.jobs.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The output of a decompression library. Fails with an {@link IOException} only, and no read
 * returns zero bytes. Belongs to one thread.
 */
public final class DecompressedStream extends FilterInputStream {
  private DecompressedStream(InputStream in) {
    super(in);
  }

  /** Opens the stream of a library. */
  @FunctionalInterface
  public interface Opening {
    InputStream open() throws IOException;
  }

  public static DecompressedStream of(Opening opening) throws IOException {
    try {
      return new DecompressedStream(opening.open());
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    try {
      int read;
      do {
        read = in.read(bytes, from, length);
      } while (read == 0 && length > 0);
      return read;
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  /** Some libraries throw unchecked exceptions on data in another format. */
  private static IOException damaged(RuntimeException cause) {
    return new IOException("it cannot be unpacked", cause);
  }
}
