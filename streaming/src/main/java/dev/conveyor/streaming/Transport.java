package dev.conveyor.streaming;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A way to carry messages. {@link Transports} finds it through {@link java.util.ServiceLoader}, in
 * any jar of the class path. Immutable and safe for threads.
 */
public interface Transport {

  /** Returns the schemes of the addresses that it serves. */
  Set<String> schemes();

  /**
   * Checks an address and returns its endpoint; touches no network.
   *
   * @param address of one of the schemes
   * @throws AddressException if it cannot be used as it stands; says what to write instead
   */
  Endpoint endpoint(Address address);

  /** Returns an address of each kind that it serves, the most usual first, to show to users. */
  List<String> examples();

  /** Returns the environment variable that may hold a password; empty if it reads none. */
  default Optional<String> passwordVariable() {
    return Optional.empty();
  }
}
