package dev.conveyor.jobs.emr;

/** EMR or the client does not do what is asked of it; the message is one line for the user. */
public final class EmrException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public EmrException(String message) {
    super(message);
  }
}
