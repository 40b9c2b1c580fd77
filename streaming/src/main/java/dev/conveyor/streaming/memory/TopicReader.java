package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.memory.MemoryTopic.Subscription;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.time.Duration;
import java.util.List;

/**
 * Reads from a topic. It is subscribed from opening to closing; unread messages are dropped then.
 */
final class TopicReader implements MessageReader {
  private final Address address;
  private final int maxMessage;
  private final MemoryTopic topics;
  private final Subscription subscription;
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();
  private boolean open = true;

  TopicReader(Address address, String topic, int capacity, int maxMessage) {
    this.address = address;
    this.maxMessage = maxMessage;
    this.topics = MemoryTopic.TOPICS.open(address.path());
    this.subscription = new Subscription(topic, capacity, new MessageBuffer());
    topics.subscribe(subscription);
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public List<Message> read(int limit, Duration patience) throws InterruptedException {
    List<Outgoing> taken = subscription.belt().take(limit, Long.MAX_VALUE, patience);
    unacknowledged.add(taken.size());
    return taken.stream()
        .map(message -> Message.received(message.topic(), message.body(), maxMessage))
        .toList();
  }

  @Override
  public List<Message> acknowledge(List<Message> messages) {
    unacknowledged.remove(messages.size());
    return messages;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isServerAway() {
    return false;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      topics.unsubscribe(subscription);
      MemoryTopic.TOPICS.close(address.path());
    }
  }
}
