package dev.conveyor.streaming.zeromq;

import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.EnvelopeWriter;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.Transports;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One feeder in a thread of its own, for tests that write before there is a reader: a ZeroMQ queue
 * lives in its feeder, which waits for readers. Ends when closed, whatever is unsent.
 */
final class SharedFeeder implements AutoCloseable {
  private final Address address;
  private final BlockingQueue<List<Outgoing>> work = new LinkedBlockingQueue<>();
  private Thread thread;
  private volatile boolean open;

  SharedFeeder(Address address) {
    this.address = address;
  }

  /** One that hands everything to this feeder, and neither waits nor ends it. */
  MessageWriter writer(Address named) {
    if (thread == null) {
      thread = new Thread(this::feed, "shared-feeder");
      thread.start();
      await().until(() -> open);
    }
    return EnvelopeWriter.around(new Handover(named), "");
  }

  private void feed() {
    try (MessageWriter writer = Transports.of(address).openWriter(address)) {
      open = true;
      feed(writer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Interrupted also while it closes: it then gives up what is unsent. */
  private void feed(MessageWriter writer) {
    try {
      while (true) {
        List<Outgoing> next = work.poll(10, TimeUnit.MILLISECONDS);
        writer.write(next == null ? List.of() : next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
      await().until(() -> !thread.isAlive());
    }
  }

  private final class Handover implements MessageWriter {
    private final Address named;

    Handover(Address named) {
      this.named = named;
    }

    @Override
    public Address address() {
      return named;
    }

    @Override
    public void write(List<Outgoing> messages) {
      work.add(messages);
    }

    @Override
    public void close() {}
  }
}
