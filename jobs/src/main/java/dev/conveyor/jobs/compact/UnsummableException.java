package dev.conveyor.jobs.compact;

/** Results that cannot be added up: a line that is no amount, or a sum beyond 64 bits. */
final class UnsummableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnsummableException(String message, Throwable cause) {
    super(message, cause);
  }
}
