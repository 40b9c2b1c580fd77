package dev.conveyor.jobs.stage;

/**
 * A record that its job must parse and cannot. Who called the job counts the record, keeps it as a
 * {@link DeadLetter} and goes on. Without a stack trace, since a whole input may be like that.
 */
public final class UnparsableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** {@code reason}: one short clause, which never holds the whole record. */
  public UnparsableException(String reason) {
    super(reason, null, false, false);
  }

  public String reason() {
    return getMessage();
  }
}
