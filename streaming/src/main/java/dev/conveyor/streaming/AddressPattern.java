package dev.conveyor.streaming;

import java.util.List;

/**
 * An address that names all queues or logs of a server whose names match. Immutable, and without a
 * connection.
 */
public interface AddressPattern {

  Address address();

  /**
   * Returns the addresses of the queues or logs that match now, by name. A queue without messages
   * may be missing.
   *
   * @throws TransportException if no server answers, or the server refuses
   */
  List<Address> matches() throws InterruptedException;
}
