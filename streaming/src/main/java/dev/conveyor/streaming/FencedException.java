package dev.conveyor.streaming;

/**
 * Thrown in a driver that has lost its run to another driver. It must write and release nothing.
 */
public final class FencedException extends TransportException {
  private static final long serialVersionUID = 1;

  private final long latestToken;

  /** Creates the exception for a fenced driver if the latest token is unknown. */
  public FencedException(Address address, String run) {
    this(address, run, 0);
  }

  /**
   * Creates the exception for a fenced driver.
   *
   * @param latestToken a token that no driver of the run exceeds, or 0 if unknown
   */
  public FencedException(Address address, String run, long latestToken) {
    super(
        "cannot continue run "
            + run
            + " at "
            + address
            + ": this driver is fenced, since another one has opened the run; leave the run to that one");
    this.latestToken = latestToken;
  }

  /** Returns a token that no driver of the run exceeds, or 0 if unknown. */
  public long latestToken() {
    return latestToken;
  }
}
