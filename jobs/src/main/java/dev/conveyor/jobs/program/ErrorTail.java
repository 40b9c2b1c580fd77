package dev.conveyor.jobs.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies the standard error of a program, and keeps its last lines. Reads on its own thread. */
final class ErrorTail implements Runnable {
  private final InputStream from;
  private final OutputStream to;
  private final LastLines lines = new LastLines();

  ErrorTail(InputStream from, OutputStream to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies until the program, and all its children with the same standard error, have closed it.
   */
  @Override
  public void run() {
    byte[] buffer = new byte[LastLines.KEPT];
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        lines.keep(buffer, read);
        to.write(buffer, 0, read);
        to.flush();
      }
    } catch (IOException e) {
      // The program was killed; the rest of its standard error is lost.
    }
  }

  LastLines lines() {
    return lines;
  }
}
