package dev.conveyor.jobs.console;

import dev.conveyor.streaming.work.HandlerStoppedException;
import java.io.IOException;

/** A failed write to standard output. Ends the command; a worker acknowledges nothing after it. */
public final class OutputException extends HandlerStoppedException {
  private static final long serialVersionUID = 1;
  private final boolean closedPipe;

  OutputException(IOException cause, boolean closedPipe) {
    super(
        "cannot write to standard output: "
            + cause.getMessage()
            + "; redirect it to a file or pipe that takes more",
        cause);
    this.closedPipe = closedPipe;
  }

  /** Returns whether the reader of a pipe has left, as {@code head} does: that is no error. */
  boolean isClosedPipe() {
    return closedPipe;
  }
}
