package dev.conveyor.streaming;

/** An endpoint with a backlog, so that ranges of it can be read again and again. */
public interface Replayable extends Endpoint {

  /**
   * Returns the endpoint of an address.
   *
   * @throws AddressException if no transport serves it, or it can only be read live
   */
  static Replayable at(Address address) {
    if (Transports.endpoint(address) instanceof Replayable replayable) {
      return replayable;
    }
    throw address.refused(
        "it can only be read live", "name " + Transports.example(Replayable.class));
  }

  /**
   * Opens the repeatable receiving end for one driver of a run, and takes the run's lease. If
   * another driver holds the lease, waits until it has run out; a driver that renews it meanwhile
   * is alive.
   *
   * @throws FencedException if a driver with this token or a higher one was here already
   * @throws TransportException if another driver of the run is alive, no server answers, or the
   *     server refuses
   */
  Backlog openBacklog(BacklogOptions options) throws InterruptedException;

  /**
   * Reads a slice of this address from its {@linkplain Slice#text text}; touches no network.
   *
   * @throws IllegalArgumentException if no slice of this transport reads like that
   */
  Slice parseSlice(String text);

  /**
   * Drops a run for its own driver, see {@link QueueAdmin#dropRun(String, long)}. By default an
   * {@link Administrable} endpoint does.
   *
   * @param token of that driver, positive
   * @return the number of messages that were returned
   * @throws FencedException if a driver with a higher token was here; nothing is returned then
   */
  default long dropRun(String run, long token) throws InterruptedException {
    try (QueueAdmin admin = Administrable.at(address()).openAdmin()) {
      return admin.dropRun(run, token);
    }
  }
}
