package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Outgoing;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All topics under one name, and their subscribers. Safe for threads. */
final class MemoryTopic {
  static final Registry<MemoryTopic> TOPICS =
      new Registry<>(name -> new MemoryTopic(), topic -> topic.subscriptions.isEmpty());

  /**
   * A subscriber.
   *
   * @param topic empty for all topics
   * @param belt the messages that it has not read yet
   */
  record Subscription(String topic, int capacity, MessageBuffer belt) {
    boolean wants(Outgoing message) {
      return topic.isEmpty() || topic.equals(message.topic());
    }
  }

  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  void subscribe(Subscription subscription) {
    subscriptions.add(subscription);
  }

  void unsubscribe(Subscription subscription) {
    subscriptions.remove(subscription);
    subscription.belt().close();
  }

  /** Delivers to the current subscribers, and waits for slow ones. */
  void publish(Outgoing message) throws InterruptedException {
    for (Subscription subscription : subscriptions) {
      if (subscription.wants(message)) {
        subscription.belt().put(message, subscription.capacity());
      }
    }
  }
}
