package dev.conveyor.streaming;

/** This driver of a run was taken over by another one: it must write and release nothing more. */
public final class FencedException extends TransportException {
  private static final long serialVersionUID = 1;

  public FencedException(Address address, String run) {
    super(
        "cannot go on with run "
            + run
            + " at "
            + address
            + ": another driver has taken it over; leave the run to that one");
  }
}
