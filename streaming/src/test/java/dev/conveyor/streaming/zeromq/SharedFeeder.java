package dev.conveyor.streaming.zeromq;

import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.transport.EnvelopeWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One feeder in a thread of its own, for tests that write before there is a reader: a ZeroMQ queue
 * lives in its feeder, which waits for readers. Ends when closed, whatever is unsent.
 */
public final class SharedFeeder implements AutoCloseable {
  private static final Duration TURN = Duration.ofMillis(10);

  private final Address address;
  private final BlockingQueue<Outgoing> work = new LinkedBlockingQueue<>();
  private Thread thread;
  private volatile boolean open;
  private volatile boolean ended;

  public SharedFeeder(Address address) {
    this.address = address;
  }

  /** One that hands everything to this feeder, and neither waits nor ends it. */
  public MessageWriter writer(Address named) {
    if (thread == null) {
      thread = new Thread(this::feed, "shared-feeder");
      thread.start();
      await().until(() -> open);
    }
    return EnvelopeWriter.around(new Handover(named), "");
  }

  private void feed() {
    try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
      open = true;
      feed(writer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Interrupted also while it closes: it then gives up what is unsent. Writes nothing now and then,
   * for a writer then sends unacknowledged messages again.
   */
  private void feed(MessageWriter writer) throws InterruptedException {
    await()
        .forever()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(TURN)
        .until(
            () -> {
              List<Outgoing> next = new ArrayList<>();
              work.drainTo(next);
              writer.write(next);
              return ended;
            });
  }

  @Override
  public void close() {
    if (thread != null) {
      ended = true;
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
      work.addAll(messages);
    }

    @Override
    public void close() {}
  }
}
