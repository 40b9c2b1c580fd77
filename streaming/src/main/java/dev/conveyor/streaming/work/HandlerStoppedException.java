package dev.conveyor.streaming.work;

/**
 * Thrown by a {@link Handler} that cannot handle this message or any further one, for a reason that
 * is not the message's. All workers of the pool end, what they hold is returned to the queue, and
 * no failed attempt is counted. The message is one line for the user.
 */
public class HandlerStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public HandlerStoppedException(String message, Throwable cause) {
    super(message, cause);
  }
}
