package dev.conveyor.streaming;

/**
 * Thrown if an address cannot be used: it is malformed, has an unknown scheme or parameter, or does
 * not support the operation. The message says what to write instead and never holds a secret.
 */
public class AddressException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public AddressException(String message) {
    super(message);
  }
}
