package dev.conveyor.streaming;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One way to carry messages, found by {@link Transports} through {@link java.util.ServiceLoader}.
 * Holds no state of its own and is safe for threads; what it opens is not.
 */
public interface Transport {

  /** The schemes that it serves. */
  Set<String> schemes();

  /**
   * Refuses an address that this transport cannot read as it stands; touches no network.
   *
   * @throws AddressException saying what to write instead
   */
  void check(Address address);

  /** What messages that come from this address suffer when something breaks, in one sentence. */
  String guarantee(Address address);

  /**
   * Looks whether a reader could be opened, and opens none: so that a run fails before it has
   * started anything. Where nobody can know, it says nothing.
   *
   * <p>A server that answers and cannot serve for now, since it is out of memory or loads its data,
   * is waited for as the address says.
   *
   * @throws TransportException if no server answers where one must, or the one that does refuses
   */
  default void probe(Address address) throws InterruptedException {}

  /**
   * Returns what an address names, however it is spelt: two addresses with equal origins bring the
   * same messages.
   */
  default Object origin(Address address) {
    String[] parts = address.toString().split("\\?", 2);
    Set<String> parameters = parts.length < 2 ? Set.of() : Set.copyOf(List.of(parts[1].split("&")));
    return List.of(parts[0].replaceFirst("://[^/@]*@", "://"), parameters);
  }

  /**
   * Opens the sending end.
   *
   * @throws AddressException as {@link #check} does
   * @throws TransportException if nobody answers, nobody subscribes, or what answers refuses
   */
  MessageWriter openWriter(Address address) throws InterruptedException;

  /**
   * Opens the live receiving end.
   *
   * @throws AddressException as {@link #check} does
   * @throws TransportException if nobody answers where somebody must, or what answers refuses
   */
  MessageReader openReader(Address address, ReaderOptions options) throws InterruptedException;

  /** Whether what a reader leaves unacknowledged comes to the next one: a queue that keeps. */
  boolean keeps(Address address);

  /**
   * Opens a queue for looking and mending.
   *
   * @throws AddressException as {@link #check} does, or if this address keeps no accounts
   * @throws TransportException if nobody answers, or what answers refuses
   */
  default QueueAdmin openAdmin(Address address) throws InterruptedException {
    check(address);
    throw address.refused(
        "it keeps no accounts of what waits, is done or dead", "name a Redis list");
  }

  /** Whether this address has a backlog, so that a range of it can be read again and again. */
  default boolean isRepeatable(Address address) {
    return false;
  }

  /** The strongest guarantee that a job in Spark can have of messages that come from here. */
  default Guarantee strongest(Address address) {
    return isRepeatable(address) ? Guarantee.EXACTLY_ONCE : Guarantee.AT_MOST_ONCE;
  }

  /**
   * Opens the repeatable receiving end for one driver of a run, and takes the run's lease. If
   * another driver holds that, waits until it has run out; a holder that is heard of meanwhile is
   * alive.
   *
   * @throws AddressException as {@link #check} does, or if this address can only be read live
   * @throws FencedException if a driver with this token or a higher one was here already
   * @throws TransportException if another driver of the run is alive, nobody answers, or what
   *     answers refuses
   */
  default Backlog openBacklog(Address address, BacklogOptions options) throws InterruptedException {
    check(address);
    throw address.refused("it can only be read live", "name a queue that keeps its messages");
  }

  /**
   * A slice of what lies at that address, from its {@linkplain Slice#text text}; touches no
   * network.
   *
   * @throws AddressException as {@link #check} does, or if this address can only be read live
   * @throws IllegalArgumentException if no slice of this transport reads like that
   */
  default Slice parseSlice(Address address, String text) {
    check(address);
    throw address.refused("it can only be read live", "name a queue that keeps its messages");
  }

  /**
   * The password that opens this address, from the address itself or from where this process has
   * it: for one that is to open it elsewhere. Never to be shown.
   */
  default Optional<String> password(Address address) {
    return address.password();
  }

  /**
   * Forgets a run that no driver holds, as {@link QueueAdmin#forgetRun(String)} says.
   *
   * @return how many messages went back
   */
  default long forgetRun(Address address, String run) throws InterruptedException {
    try (QueueAdmin admin = openAdmin(address)) {
      return admin.forgetRun(run);
    }
  }

  /**
   * Forgets a run for its own driver, as {@link QueueAdmin#forgetRun(String, long)} says.
   *
   * @param token of that driver, positive
   * @return how many messages went back
   * @throws FencedException if a driver with a higher token was here; nothing goes back then
   */
  default long forgetRun(Address address, String run, long token) throws InterruptedException {
    try (QueueAdmin admin = openAdmin(address)) {
      return admin.forgetRun(run, token);
    }
  }
}
