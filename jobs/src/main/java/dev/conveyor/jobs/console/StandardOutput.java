package dev.conveyor.jobs.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The standard output of this process. No other class writes to it. Thread-safe.
 *
 * <p>A failed write throws an {@link OutputException}, and every later write throws it again. It is
 * unchecked, since {@link PrintWriter} swallows every {@link IOException}.
 */
public final class StandardOutput extends OutputStream {
  private static final Path ITSELF = Path.of("/dev/stdout");
  private static final int TYPE = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private final OutputStream out;
  private final Path itself;
  private OutputException failure;

  /**
   * @param itself the path of {@code out}, whose mode shows whether it is a pipe
   */
  StandardOutput(OutputStream out, Path itself) {
    this.out = out;
    this.itself = itself;
  }

  /**
   * Opens a writer in UTF-8, whatever the locale. It flushes each line, so a line is written when
   * {@code println} returns.
   */
  public static PrintWriter open() {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    return writer(
        new StandardOutput(Terminal.current().isOut() ? clearOfProgress(out) : out, ITSELF));
  }

  /** Returns a stream to the terminal on which a progress display may be shown. */
  private static OutputStream clearOfProgress(OutputStream terminal) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        StatusLine.OF_PROCESS.write(terminal, bytes, from, length);
      }
    };
  }

  static PrintWriter writer(StandardOutput out) {
    return new PrintWriter(out, true, UTF_8);
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    if (failure != null) {
      throw failure;
    }
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = new OutputException(e, isPipe());
      throw failure;
    }
  }

  /** Returns whether it is a pipe or socket, where writes fail only once the reader has closed. */
  private boolean isPipe() {
    try {
      int type = (int) Files.getAttribute(itself, "unix:mode") & TYPE;
      return type == PIPE || type == SOCKET;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
