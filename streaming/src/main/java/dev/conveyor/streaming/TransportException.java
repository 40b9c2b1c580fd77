package dev.conveyor.streaming;

/**
 * The other end of an address is unavailable: it does not answer, or it refuses. The message is one
 * line that names the address and says what to do; it never holds a secret.
 */
public class TransportException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TransportException(String message) {
    super(message);
  }

  public TransportException(String message, Throwable cause) {
    super(message, cause);
  }
}
