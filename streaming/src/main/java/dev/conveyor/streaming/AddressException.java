package dev.conveyor.streaming;

/**
 * An address that cannot be used as it stands, by whatever is at its other end: malformed, of an
 * unknown scheme, with a parameter that its transport does not know. The message says what to write
 * instead and never holds a secret.
 */
public class AddressException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public AddressException(String message) {
    super(message);
  }
}
