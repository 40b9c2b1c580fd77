package dev.conveyor.streaming;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operations of an address whose transport has checked it. Optional capabilities are subtypes:
 * {@link Replayable}, {@link Administrable}, {@link TopicEndpoint}.
 *
 * <p>Immutable, safe for threads, and without a connection; the readers and writers that it opens
 * are not safe for threads. {@link Transports#endpoint} creates it where it is used: an address can
 * be serialized, an endpoint cannot.
 */
public interface Endpoint {

  Address address();

  /** Returns the delivery guarantee of messages that are read from here. */
  Delivery delivery();

  /**
   * Opens a writer, which the caller closes.
   *
   * @throws AddressException if the address can only be read
   * @throws TransportException if no peer answers or subscribes, or the peer refuses
   */
  MessageWriter openWriter() throws InterruptedException;

  /**
   * Opens a live reader, which the caller closes.
   *
   * @throws TransportException if no server answers where one must, or the server refuses
   */
  MessageReader openReader(ReaderOptions options) throws InterruptedException;

  /**
   * Checks that a reader could be opened, without opening one, so that a run can fail before it
   * starts anything. Does nothing for an address without a server.
   *
   * <p>Waits as the address says for a server that answers but cannot serve for now, because it is
   * out of memory or loads its data.
   *
   * @throws TransportException if no server answers where one must, or the server refuses
   */
  default void probe() throws InterruptedException {}

  /**
   * Returns the identity of the messages, independent of how the address is spelled. Two endpoints
   * with equal origins bring the same messages. By default it is the address without its user.
   */
  default Object origin() {
    String[] parts = address().toString().split("\\?", 2);
    Set<String> parameters = parts.length < 2 ? Set.of() : Set.copyOf(List.of(parts[1].split("&")));
    return List.of(parts[0].replaceFirst("://[^/@]*@", "://"), parameters);
  }

  /**
   * Returns the password of this address, from the address or from this process. Another machine
   * can use it with {@link Address#withPassword}. Never to be shown.
   */
  default Optional<String> password() {
    return address().password();
  }

  /** Returns whether a writer waits for readers at the address, so that only one can be open. */
  default boolean isOpenedByWriter() {
    return false;
  }

  /** Returns whether only this process can reach the address. */
  default boolean isInProcess() {
    return false;
  }
}
