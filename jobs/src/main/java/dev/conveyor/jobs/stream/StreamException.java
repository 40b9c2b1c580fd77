package dev.conveyor.jobs.stream;

/** The failure of a stream to start or to continue; the message is one line for the user. */
public class StreamException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StreamException(String message) {
    super(message);
  }

  public StreamException(String message, Throwable cause) {
    super(message, cause);
  }
}
