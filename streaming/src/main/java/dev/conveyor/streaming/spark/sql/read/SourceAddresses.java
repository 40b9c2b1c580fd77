package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressPattern;
import dev.conveyor.streaming.Delivery.Retention;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.spark.sql.DataSourceOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses that a source reads.
 *
 * @param named each names one queue or log
 * @param patterns each names all those that match
 */
record SourceAddresses(List<Address> named, List<AddressPattern> patterns) {
  SourceAddresses {
    named = List.copyOf(named);
    patterns = List.copyOf(patterns);
  }

  /**
   * Parses the options {@code address}, {@code address.1} and so on, and the path.
   *
   * @throws IllegalArgumentException if there is none, or one cannot be read again and again
   */
  static SourceAddresses of(DataSourceOptions options) {
    List<String> texts = options.addresses();
    if (texts.isEmpty()) {
      throw new IllegalArgumentException(
          "cannot read messages: there is no address; set option address to "
              + Transports.example(Replayable.class));
    }
    List<Address> named = new ArrayList<>();
    List<AddressPattern> patterns = new ArrayList<>();
    for (String text : texts) {
      Address address = Address.parse(text);
      Optional<AddressPattern> pattern = Transports.pattern(address);
      pattern.ifPresentOrElse(patterns::add, () -> named.add(checked(address)));
    }
    Transports.ensureDistinct(named);
    return new SourceAddresses(named, patterns);
  }

  private static Address checked(Address address) {
    Endpoint endpoint = Transports.endpoint(address);
    if (endpoint instanceof Stageable totals && !totals.takes(Stageable.Effect.APPEND)) {
      throw address.refused(
          "it holds totals and no messages", "name " + Transports.example(Replayable.class));
    }
    if (!(endpoint instanceof Replayable)) {
      boolean isTopic = endpoint.delivery().retention() == Retention.NONE;
      throw address.refused(
          "a micro-batch is read again after a failure, and "
              + (isTopic ? "a topic keeps no messages" : "this queue gives each message once"),
          "carry its messages into a list or stream with conveyor relay --from "
              + address
              + " --to redis://HOST?list=KEY, and read that");
    }
    return address;
  }

  /** Returns whether the addresses are not all known beforehand. */
  boolean mayGrow() {
    return !patterns.isEmpty();
  }

  /** Returns whether an address is named, or may match a pattern. */
  boolean mayRead(Address address) {
    return mayGrow() || named.stream().anyMatch(other -> origin(other).equals(origin(address)));
  }

  /** Returns all addresses that match now, each once. */
  List<Address> find() throws InterruptedException {
    List<Address> all = new ArrayList<>(named);
    Set<Object> origins = new HashSet<>(named.stream().map(SourceAddresses::origin).toList());
    for (AddressPattern pattern : patterns) {
      for (Address match : pattern.matches()) {
        if (origins.add(origin(match))) {
          all.add(match);
        }
      }
    }
    return all;
  }

  /** Returns the identity of the messages of an address, however it is spelled. */
  static Object origin(Address address) {
    return Transports.endpoint(address).origin();
  }

  @Override
  public String toString() {
    List<String> texts = new ArrayList<>(named.stream().map(Address::toString).toList());
    patterns.forEach(pattern -> texts.add(pattern.address().toString()));
    return String.join(", ", texts);
  }
}
