package dev.conveyor.streaming;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A transport of messages, such as Redis or ZeroMQ. {@link Transports} finds implementations
 * through {@link java.util.ServiceLoader}, in any jar of the class path. Immutable and safe for
 * threads.
 */
public interface Transport {

  /** Returns the schemes of the addresses that this transport serves. */
  Set<String> schemes();

  /**
   * Checks an address and returns its endpoint, without access to the network.
   *
   * @param address one with a scheme of this transport
   * @throws AddressException if the address cannot be used; the message says what to write instead
   */
  Endpoint endpoint(Address address);

  /**
   * Checks an address that names a server and no queue on it, and returns that server, without
   * access to the network. Empty if the address names a queue, or the transport lists none.
   *
   * @param address one with a scheme of this transport
   * @throws AddressException if the address cannot be used
   */
  default Optional<QueueServer> server(Address address) {
    return Optional.empty();
  }

  /**
   * Checks an address that names queues by a pattern, and returns the pattern, without access to
   * the network. Empty if the address names a single queue or topic.
   *
   * @param address one with a scheme of this transport
   * @throws AddressException if the address cannot be used
   */
  default Optional<AddressPattern> pattern(Address address) {
    return Optional.empty();
  }

  /**
   * Returns an example address of each kind that this transport serves, the most common first, for
   * messages.
   */
  List<String> examples();

  /**
   * Returns the environment variable that may hold a password; empty if the transport reads none.
   */
  default Optional<String> passwordVariable() {
    return Optional.empty();
  }
}
