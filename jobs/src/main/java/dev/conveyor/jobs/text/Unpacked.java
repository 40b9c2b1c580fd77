package dev.conveyor.jobs.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a library unpacks. It fails with an {@link IOException} only, and no read returns zero
 * bytes. Belongs to one thread.
 */
public final class Unpacked extends FilterInputStream {
  private Unpacked(InputStream in) {
    super(in);
  }

  /** How a library opens what it unpacks. */
  @FunctionalInterface
  public interface Opening {
    InputStream open() throws IOException;
  }

  public static Unpacked of(Opening opening) throws IOException {
    try {
      return new Unpacked(opening.open());
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

  /** Some libraries stumble over what is no such data. */
  private static IOException damaged(RuntimeException cause) {
    return new IOException("it cannot be unpacked", cause);
  }
}
