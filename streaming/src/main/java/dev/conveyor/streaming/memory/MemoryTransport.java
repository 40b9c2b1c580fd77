package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.transport.EnvelopeWriter;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transport;
import java.util.Set;

/**
 * Serves {@code memory:NAME?queue} and {@code memory:NAME?topic=NAME}; {@code &capacity=N} bounds a
 * queue, or what one subscriber may lag behind, in messages (10,000 by default).
 */
public final class MemoryTransport implements Transport {
  private static final int DEFAULT_CAPACITY = 10_000;

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public void check(Address address) {
    address.allowOnly("queue", "topic", "capacity", "envelope");
    if (address.path().isEmpty() || !address.host().isEmpty() || address.port().isPresent()) {
      throw address.refused(
          "it needs a name and no host", "write, for example, memory:words?queue");
    }
    if (address.flag("queue") == address.has("topic")) {
      throw address.refused("it names no pattern, or two", "write either ?queue or ?topic=NAME");
    }
    address.value("topic");
    address.flag("envelope");
    capacity(address);
  }

  @Override
  public String guarantee(Address address) {
    return isQueue(address)
        ? "exactly-once while this JVM lives: ranges can be read again until they are released"
        : "at-most-once: a reader gets what is written while it is subscribed";
  }

  @Override
  public boolean keeps(Address address) {
    return isQueue(address);
  }

  @Override
  public MessageWriter openWriter(Address address) {
    check(address);
    return isQueue(address)
        ? EnvelopeWriter.around(new QueueWriter(address, capacity(address)), "")
        : EnvelopeWriter.around(new TopicWriter(address), address.value("topic").orElseThrow());
  }

  @Override
  public MessageReader openReader(Address address, ReaderOptions options) {
    check(address);
    return isQueue(address)
        ? new QueueReader(address, options.maxMessage())
        : new TopicReader(address, capacity(address), options.maxMessage());
  }

  @Override
  public boolean isRepeatable(Address address) {
    return isQueue(address);
  }

  @Override
  public Backlog openBacklog(Address address, BacklogOptions options) throws InterruptedException {
    check(address);
    return isQueue(address)
        ? new QueueBacklog(address, options)
        : Transport.super.openBacklog(address, options);
  }

  @Override
  public Slice parseSlice(Address address, String text) {
    check(address);
    return isQueue(address)
        ? QueueSlice.parse(address, text)
        : Transport.super.parseSlice(address, text);
  }

  @Override
  public long forgetRun(Address address, String run) throws InterruptedException {
    check(address);
    if (!isQueue(address)) {
      return Transport.super.forgetRun(address, run);
    }
    try {
      return MemoryQueue.QUEUES.open(address.path()).forget(run);
    } finally {
      MemoryQueue.QUEUES.close(address.path());
    }
  }

  @Override
  public long forgetRun(Address address, String run, long token) throws InterruptedException {
    check(address);
    if (!isQueue(address)) {
      return Transport.super.forgetRun(address, run, token);
    }
    try {
      long back = MemoryQueue.QUEUES.open(address.path()).forget(run, token);
      if (back < 0) {
        throw new FencedException(address, run);
      }
      return back;
    } finally {
      MemoryQueue.QUEUES.close(address.path());
    }
  }

  private static boolean isQueue(Address address) {
    return address.has("queue");
  }

  private static int capacity(Address address) {
    return (int) address.number("capacity", DEFAULT_CAPACITY, 1, Integer.MAX_VALUE);
  }
}
