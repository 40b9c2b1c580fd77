package dev.conveyor.jobs.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The line of a terminal that is drawn again and again below all other output. Thread-safe.
 *
 * <p>The cursor stays at the beginning of the line. A terminal that becomes narrower wraps the line
 * and keeps the cursor there, so that erasing from the cursor to the end of the screen leaves no
 * rest. Drawing switches automatic wrapping off, since the width may have just changed.
 */
final class StatusLine {
  /** The line of the terminal that standard error is. */
  static final StatusLine OF_PROCESS = new StatusLine(new FileOutputStream(FileDescriptor.err));

  private static final String ERASE_BELOW = "\u001b[J";
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final OutputStream terminal;
  private boolean isShown;
  private boolean isBesideText;

  StatusLine(OutputStream terminal) {
    this.terminal = terminal;
  }

  /** Shows the text, unless other output has not ended its line. */
  synchronized void draw(String text) {
    if (!isBesideText) {
      isShown = true;
      send("\r" + NO_WRAP + text + ERASE_BELOW + WRAP + "\r");
    }
  }

  /** Erases the text, and an echoed {@code ^C} over it. Does nothing if none is shown. */
  synchronized void erase() {
    if (isShown) {
      isShown = false;
      send("\r" + ERASE_BELOW);
    }
  }

  /** Erases an echoed {@code ^C}, also where no text is shown. */
  synchronized void eraseEcho() {
    if (!isBesideText) {
      isShown = false;
      send("\r" + ERASE_BELOW);
    }
  }

  /** Writes other output to the same terminal, above the text, which the next drawing restores. */
  synchronized void write(OutputStream out, byte[] bytes, int from, int length) throws IOException {
    erase();
    out.write(bytes, from, length);
    isBesideText = length > 0 ? bytes[from + length - 1] != '\n' : isBesideText;
  }

  private void send(String text) {
    try {
      terminal.write(text.getBytes(UTF_8));
      terminal.flush();
    } catch (IOException e) {
      // The terminal is gone, and with it the reader of the text.
    }
  }
}
