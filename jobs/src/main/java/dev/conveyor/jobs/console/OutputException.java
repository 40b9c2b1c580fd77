package dev.conveyor.jobs.console;

import dev.conveyor.streaming.work.HandlerStoppedException;
import java.io.IOException;

/** A failed write to standard output, which ends the command. Workers acknowledge nothing more. */
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

  /** Returns whether the reader of a pipe has closed it, as {@code head} does. */
  boolean isClosedPipe() {
    return closedPipe;
  }
}
