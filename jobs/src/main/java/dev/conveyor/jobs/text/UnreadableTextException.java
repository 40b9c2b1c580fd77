package dev.conveyor.jobs.text;

import java.io.IOException;

/** A file whose text cannot be read. The message is the reason, for the user's one line. */
public final class UnreadableTextException extends IOException {
  private static final long serialVersionUID = 1;

  private final String advice;

  UnreadableTextException(String reason, String advice) {
    super(reason);
    this.advice = advice;
  }

  /** Advice for the user, in the imperative. */
  public String advice() {
    return advice;
  }
}
