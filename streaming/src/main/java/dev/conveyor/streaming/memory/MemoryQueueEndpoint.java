package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Delivery.Retention;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.transport.EnvelopeWriter;

/** The endpoint of {@code memory:NAME?queue}. */
record MemoryQueueEndpoint(Address address, int capacity) implements Replayable {
  private static final Delivery DELIVERY =
      new Delivery(
          Guarantee.EXACTLY_ONCE,
          Retention.UNTIL_ACKNOWLEDGED,
          "exactly-once while this JVM lives: ranges can be read again until they are released");

  @Override
  public Delivery delivery() {
    return DELIVERY;
  }

  @Override
  public MessageWriter openWriter() {
    return EnvelopeWriter.around(new QueueWriter(address, capacity), "");
  }

  @Override
  public MessageReader openReader(ReaderOptions options) {
    return new QueueReader(address, options.maxMessage());
  }

  @Override
  public Backlog openBacklog(BacklogOptions options) {
    return new QueueBacklog(address, options);
  }

  @Override
  public Slice parseSlice(String text) {
    return QueueSlice.parse(address, text);
  }

  @Override
  public long dropRun(String run, long token) {
    try {
      long returned = MemoryQueue.QUEUES.open(address.path()).drop(run, token);
      if (returned < 0) {
        throw new FencedException(address, run);
      }
      return returned;
    } finally {
      MemoryQueue.QUEUES.close(address.path());
    }
  }

  @Override
  public boolean isInProcess() {
    return true;
  }
}
