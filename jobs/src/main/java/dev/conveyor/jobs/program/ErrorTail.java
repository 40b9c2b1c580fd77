package dev.conveyor.jobs.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Forwards the standard error of a program, and keeps its end. Reads on a thread of its own. */
final class ErrorTail implements Runnable {
  private final InputStream from;
  private final OutputStream to;
  private final LastLines lines = new LastLines();

  ErrorTail(InputStream from, OutputStream to) {
    this.from = from;
    this.to = to;
  }

  /** Until the program and whatever it has started have closed theirs. */
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
      // The program was killed, and what it had still to say with it.
    }
  }

  LastLines lines() {
    return lines;
  }
}
