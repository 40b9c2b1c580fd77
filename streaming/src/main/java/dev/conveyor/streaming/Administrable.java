package dev.conveyor.streaming;

/** An endpoint that counts waiting, claimed, done and dead messages. */
public interface Administrable extends Endpoint {

  /**
   * Returns the endpoint of an address.
   *
   * @throws AddressException if no transport serves the address, or it keeps no such counts
   */
  static Administrable at(Address address) {
    if (Transports.endpoint(address) instanceof Administrable administrable) {
      return administrable;
    }
    throw address.refused(
        "it does not count what waits, is done or dead",
        "name " + Transports.example(Administrable.class));
  }

  /**
   * Opens the administration of the queue or log; the caller closes it.
   *
   * @throws TransportException if no server answers, or the server refuses
   */
  QueueAdmin openAdmin() throws InterruptedException;
}
