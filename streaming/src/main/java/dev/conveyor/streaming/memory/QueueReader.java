package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Takes messages from a queue; unacknowledged ones return to its head when the reader closes. */
final class QueueReader implements MessageReader {
  private final Address address;
  private final int maxMessage;
  private final MemoryQueue queue;
  private final List<Outgoing> held = new ArrayList<>();
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();
  private OptionalLong waiting = OptionalLong.empty();
  private boolean open = true;

  QueueReader(Address address, int maxMessage) {
    this.address = address;
    this.maxMessage = maxMessage;
    this.queue = MemoryQueue.QUEUES.open(address.path());
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public List<Message> read(int limit, Duration patience) throws InterruptedException {
    List<Outgoing> taken = queue.waiting().take(limit, Long.MAX_VALUE, patience);
    waiting = OptionalLong.of(queue.waiting().size());
    held.addAll(taken);
    unacknowledged.add(taken.size());
    return taken.stream()
        .map(message -> Message.received(address.path(), message.body(), maxMessage))
        .toList();
  }

  @Override
  public List<Message> acknowledge(List<Message> messages) {
    unacknowledged.remove(messages.size());
    held.subList(0, messages.size()).clear();
    return messages;
  }

  /** {@inheritDoc} Attempts are not counted here: the message always returns to the head. */
  @Override
  public boolean reject(Message message, String reason) {
    unacknowledged.remove(1);
    queue.waiting().putBack(List.of(held.remove(0)));
    return true;
  }

  @Override
  public OptionalLong waiting() {
    return waiting;
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
      queue.waiting().putBack(held);
      MemoryQueue.QUEUES.close(address.path());
    }
  }
}
