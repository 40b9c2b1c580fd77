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

  TopicWriter(Address address) {
    this.address = address;
    this.topic = address.value("topic").orElseThrow();
    this.topics = MemoryTopic.TOPICS.open(address.path());
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    for (Outgoing message : messages) {
      topics.publish(new Outgoing(topicOf(message), message.body()));
    }
  }

  private String topicOf(Outgoing message) {
    if (message.topic() == null && topic.isEmpty()) {
      throw address.refused("a message names no topic, nor does it", "give ?topic=NAME");
    }
    return message.topic() == null ? topic : message.topic();
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      MemoryTopic.TOPICS.close(address.path());
    }
  }
}
