package dev.conveyor.streaming;

/**
 * An endpoint with a backlog, whose ranges can be read any number of times until they are released.
 */
public interface Replayable extends Endpoint {

  /**
   * Returns whether its messages are records of named fields, and its slices {@link FieldSlice}s.
   */
  default boolean hasFields() {
    return false;
  }

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
   * Opens the backlog for one driver of a run, and takes the run's lease. If another driver has the
   * lease, waits until it expires. A driver that renews it meanwhile is alive.
   *
   * @throws FencedException if a driver with this token or a higher one was here already
   * @throws TransportException if another driver of the run is alive, no server answers, or the
   *     server refuses
   */
  Backlog openBacklog(BacklogOptions options) throws InterruptedException;

  /**
   * Checks that a run can begin at a point, without access to the network. By default that is the
   * oldest message only.
   *
   * @throws AddressException if it cannot
   */
  default void checkStart(StartPoint point) {
    if (point.kind() != StartPoint.Kind.EARLIEST) {
      throw address()
          .refused(
              "a queue is read from its oldest message, and not from " + point,
              "leave the start out, or name a log, such as a stream");
    }
  }

  /**
   * Parses the {@linkplain Slice#text text} of a slice of this address, without access to the
   * network.
   *
   * @throws IllegalArgumentException if the text is not a slice of this transport
   */
  Slice parseSlice(String text);

  /**
   * Drops a run for its own driver, see {@link QueueAdmin#dropRun(String, long)}. The default is
   * for endpoints that are {@link Administrable}.
   *
   * @param token the fencing token of that driver, positive
   * @return the number of returned messages
   * @throws FencedException if a driver with a higher token was here; no message is returned then
   */
  default long dropRun(String run, long token) throws InterruptedException {
    try (QueueAdmin admin = Administrable.at(address()).openAdmin()) {
      return admin.dropRun(run, token);
    }
  }
}
