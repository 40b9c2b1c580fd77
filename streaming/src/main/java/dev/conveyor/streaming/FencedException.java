package dev.conveyor.streaming;

/** This driver of a run has lost its lease to another one: it must write and release nothing. */
public final class FencedException extends TransportException {
  private static final long serialVersionUID = 1;

  private final long latestToken;

  /** A driver that was fenced by one with an unknown token. */
  public FencedException(Address address, String run) {
    this(address, run, 0);
  }

  /** A driver that was fenced by one with that token or a lower one. */
  public FencedException(Address address, String run, long latestToken) {
    super(
        "cannot go on with run "
            + run
            + " at "
            + address
            + ": another driver has taken it over; leave the run to that one");
    this.latestToken = latestToken;
  }

  /** Returns a token that no driver of the run exceeds, or 0 if the transport did not tell. */
  public long latestToken() {
    return latestToken;
  }
}
