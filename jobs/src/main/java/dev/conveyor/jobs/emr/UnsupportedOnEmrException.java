package dev.conveyor.jobs.emr;

/**
 * Something that must not or cannot be sent to EMR, found without asking EMR. The message is one
 * line for the user and repeats no secret.
 */
public final class UnsupportedOnEmrException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public UnsupportedOnEmrException(String message) {
    super(message);
  }
}
