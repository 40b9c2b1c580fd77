package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import java.util.List;

/** Puts messages into a queue, and waits while it is full. */
final class QueueWriter implements MessageWriter {
  private final Address address;
  private final int capacity;
  private final MemoryQueue queue;
  private boolean open = true;

  QueueWriter(Address address, int capacity) {
    this.address = address;
    this.capacity = capacity;
    this.queue = MemoryQueue.QUEUES.open(address.path());
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    for (Outgoing message : messages) {
      queue.waiting().put(message, capacity);
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      MemoryQueue.QUEUES.close(address.path());
    }
  }
}
