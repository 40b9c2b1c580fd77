package dev.conveyor.jobs.emr;

/**
 * A request that EMR does not support or that holds a secret, detected before it is sent. The
 * message is one line for the user and contains no secret.
 */
public final class UnsupportedOnEmrException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public UnsupportedOnEmrException(String message) {
    super(message);
  }
}
