package dev.conveyor.streaming;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An address as its transport serves it: what every address can do. Its transport has checked the
 * address. What only some can do is an interface of its own, found by type: {@link Replayable},
 * {@link Administrable}, {@link TopicEndpoint}.
 *
 * <p>Holds no connection, is immutable and safe for threads; what it opens is not. Made where it is
 * used by {@link Transports#endpoint}: an address travels, an endpoint does not.
 */
public interface Endpoint {

  Address address();

  /** Returns what becomes of messages that are read from here when something breaks. */
  Delivery delivery();

  /**
   * Opens the sending end.
   *
   * @throws AddressException if the address can only be read
   * @throws TransportException if no peer answers or subscribes, or the peer refuses
   */
  MessageWriter openWriter() throws InterruptedException;

  /**
   * Opens the live receiving end.
   *
   * @throws TransportException if no server answers where one must, or the server refuses
   */
  MessageReader openReader(ReaderOptions options) throws InterruptedException;

  /**
   * Checks that a reader could be opened, and opens none, so that a run fails before it has started
   * anything. Does nothing where there is no server to ask.
   *
   * <p>A server that answers and cannot serve for now, since it is out of memory or loads its data,
   * is waited for as the address says.
   *
   * @throws TransportException if no server answers where one must, or the server refuses
   */
  default void probe() throws InterruptedException {}

  /**
   * Returns the identity of the messages, however the address is spelt: two endpoints with equal
   * origins bring the same messages. By default the address without its user.
   */
  default Object origin() {
    String[] parts = address().toString().split("\\?", 2);
    Set<String> parameters = parts.length < 2 ? Set.of() : Set.copyOf(List.of(parts[1].split("&")));
    return List.of(parts[0].replaceFirst("://[^/@]*@", "://"), parameters);
  }

  /**
   * Returns the password that opens this address, from the address or from where this process has
   * it, to open it on another machine with {@link Address#withPassword}. Never to be shown.
   */
  default Optional<String> password() {
    return address().password();
  }

  /** Returns whether no other process can reach it. */
  default boolean isInProcess() {
    return false;
  }
}
