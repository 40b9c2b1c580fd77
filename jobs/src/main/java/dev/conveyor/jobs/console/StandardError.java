package dev.conveyor.jobs.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/** The standard error of this process. What it prints stays clear of a progress display. */
public final class StandardError extends OutputStream {
  private final OutputStream err = new FileOutputStream(FileDescriptor.err);

  private StandardError() {}

  /** Opens a writer that flushes each line, in UTF-8 whatever the locale. */
  public static PrintWriter open() {
    return new PrintWriter(new StandardError(), true, UTF_8);
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    StatusLine.OF_PROCESS.write(err, bytes, from, length);
  }
}
