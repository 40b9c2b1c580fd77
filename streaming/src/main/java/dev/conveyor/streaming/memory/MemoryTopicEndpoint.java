package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Delivery.Retention;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.TopicEndpoint;
import dev.conveyor.streaming.transport.EnvelopeWriter;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The endpoint of {@code memory:NAME?topic=NAME}.
 *
 * @param name empty if the address names no topic
 */
record MemoryTopicEndpoint(Address address, String name, int capacity) implements TopicEndpoint {
  private static final Delivery DELIVERY =
      new Delivery(
          Guarantee.AT_MOST_ONCE,
          Retention.NONE,
          "at-most-once: a reader gets what is written while it is subscribed");

  @Override
  public Delivery delivery() {
    return DELIVERY;
  }

  @Override
  public Optional<String> topic() {
    return Optional.of(name).filter(Predicate.not(String::isEmpty));
  }

  @Override
  public MessageWriter openWriter() {
    return EnvelopeWriter.around(new TopicWriter(address, name), name);
  }

  @Override
  public MessageReader openReader(ReaderOptions options) {
    return new TopicReader(address, name, capacity, options.maxMessage());
  }

  @Override
  public boolean isInProcess() {
    return true;
  }
}
