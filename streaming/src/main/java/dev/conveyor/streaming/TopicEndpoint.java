package dev.conveyor.streaming;

import java.util.Optional;

/** An endpoint of topics. Each reader gets the messages of the topics that it subscribes to. */
public interface TopicEndpoint extends Endpoint {

  /**
   * Returns whether an address is of topics and names none, so that each message has to name its
   * own.
   */
  static boolean isLeftOpenBy(Address address) {
    return Transports.endpoint(address) instanceof TopicEndpoint topics && topics.topic().isEmpty();
  }

  /** Returns the topic that the address names; empty if each message has to name its own. */
  Optional<String> topic();
}
