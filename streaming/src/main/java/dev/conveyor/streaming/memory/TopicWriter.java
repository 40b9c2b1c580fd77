package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.util.List;

/** Publishes to a topic, and waits for subscribers that lag. */
final class TopicWriter implements MessageWriter {
  private final Address address;
  private final String topic;
  private final MemoryTopic topics;
  private boolean open = true;

  TopicWriter(Address address, String topic) {
    this.address = address;
    this.topic = topic;
    this.topics = MemoryTopic.TOPICS.open(address.path());
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    for (Outgoing message : messages) {
      topics.publish(new Outgoing(message.topicOr(topic, address), message.body()));
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      MemoryTopic.TOPICS.close(address.path());
    }
  }
}
