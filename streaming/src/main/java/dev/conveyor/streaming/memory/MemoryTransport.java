package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Transport;
import java.util.List;
import java.util.Set;

/**
 * Serves {@code memory:NAME?queue} and {@code memory:NAME?topic=NAME}; {@code &capacity=N} bounds a
 * queue, or the lag of one subscriber, in messages (10,000 by default).
 */
public final class MemoryTransport implements Transport {
  private static final int DEFAULT_CAPACITY = 10_000;

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public List<String> examples() {
    return List.of("memory:words?queue", "memory:news?topic=words");
  }

  @Override
  public Endpoint endpoint(Address address) {
    address.allowOnly("queue", "topic", "capacity", "envelope");
    if (address.path().isEmpty() || !address.host().isEmpty() || address.port().isPresent()) {
      throw address.refused(
          "it needs a name and no host", "write, for example, memory:words?queue");
    }
    if (address.flag("queue") == address.has("topic")) {
      throw address.refused("it names no pattern, or two", "write either ?queue or ?topic=NAME");
    }
    address.flag("envelope");
    int capacity = (int) address.number("capacity", DEFAULT_CAPACITY, 1, Integer.MAX_VALUE);
    return address
        .value("topic")
        .<Endpoint>map(topic -> new MemoryTopicEndpoint(address, topic, capacity))
        .orElseGet(() -> new MemoryQueueEndpoint(address, capacity));
  }
}
