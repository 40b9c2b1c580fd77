package dev.conveyor.streaming;

/**
 * Thrown if the other end of an address does not answer, or refuses. The message is one line that
 * names the address and says what to do; it never holds a secret.
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
