package dev.conveyor.streaming;

/** An endpoint that counts what waits, is claimed, done or dead. */
public interface Administrable extends Endpoint {

  /**
   * Returns the endpoint of an address.
   *
   * @throws AddressException if no transport serves it, or it keeps no such counts
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
   * Opens it to inspect and repair it.
   *
   * @throws TransportException if no server answers, or the server refuses
   */
  QueueAdmin openAdmin() throws InterruptedException;
}
