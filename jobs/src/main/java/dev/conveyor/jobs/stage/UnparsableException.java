package dev.conveyor.jobs.stage;

/**
 * A record that its job cannot parse. The caller of the job counts the record, keeps it as a {@link
 * DeadLetter} and continues. Has no stack trace, since a whole input may be like that.
 */
public final class UnparsableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param reason one short clause without the whole record
   */
  public UnparsableException(String reason) {
    super(reason, null, false, false);
  }

  public String reason() {
    return getMessage();
  }
}
