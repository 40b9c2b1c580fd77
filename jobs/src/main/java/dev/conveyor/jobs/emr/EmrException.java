package dev.conveyor.jobs.emr;

/** A failed request to EMR or its client. The message is one line for the user. */
public final class EmrException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public EmrException(String message) {
    super(message);
  }
}
