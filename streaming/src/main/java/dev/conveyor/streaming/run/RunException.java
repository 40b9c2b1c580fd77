package dev.conveyor.streaming.run;

/** A run that cannot start or continue; the message is one line for the user. */
public class RunException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RunException(String message) {
    super(message);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
