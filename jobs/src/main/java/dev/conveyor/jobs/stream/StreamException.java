package dev.conveyor.jobs.stream;

/** A stream that cannot start or go on; the message is one line for the user. */
public class StreamException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StreamException(String message) {
    super(message);
  }

  public StreamException(String message, Throwable cause) {
    super(message, cause);
  }
}
