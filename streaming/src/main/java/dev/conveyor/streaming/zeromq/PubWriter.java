package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.TimeSpan;
import dev.conveyor.streaming.TransportException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.zeromq.SocketType;

/**
 * Publishes to a topic. Waits for a first subscriber when it opens. Waits at the first write if it
 * has chosen its port itself, or if the subscriber may belong to the same thread.
 */
final class PubWriter implements MessageWriter {
  /** The size limit of a subscription, in bytes: the byte 1, and a topic. */
  private static final int MAX_SUBSCRIPTION = 1 + PatternOptions.MAX_TOPIC;

  /**
   * The limit on all subscriptions of a connection, in bytes. JeroMQ needs a hundred times as much
   * memory for them.
   */
  private static final int MAX_SUBSCRIPTIONS = 1 << 18;

  /** The linger time, in milliseconds. */
  private static final int LINGER = 10_000;

  /**
   * The linger time with {@code &nodrop}, in milliseconds. Finite, since JeroMQ would keep the
   * messages of a lost reader forever.
   */
  private static final int LINGER_FOR_SLOW_READERS = 3_600_000;

  private final Address address;
  private final PatternOptions options;
  private final ManagedSocket socket;
  private boolean hadSubscriber;

  private PubWriter(Address asked, Curve curve) throws InterruptedException {
    options = PatternOptions.of(asked);
    socket = new ManagedSocket(asked, SocketType.XPUB, SocketRole.FEEDER, curve);
    socket.socket().setSndHWM(options.highWaterMark());
    socket.socket().setXpubNoDrop(options.waitsForSlowReaders());
    socket.limit(MAX_SUBSCRIPTION);
    socket.limitTotal(MAX_SUBSCRIPTIONS);
    socket.socket().setLinger(options.waitsForSlowReaders() ? LINGER_FOR_SLOW_READERS : LINGER);
    address = socket.join();
  }

  static PubWriter open(Address asked, Curve curve) throws InterruptedException {
    PubWriter writer = new PubWriter(asked, curve);
    try {
      if (asked.port().isPresent() && asked.port().equals(writer.address.port())) {
        writer.awaitSubscriber();
      }
      return writer;
    } catch (InterruptedException | RuntimeException | Error e) {
      writer.close();
      throw e;
    }
  }

  private void awaitSubscriber() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(options.timeout());
    while (!hadSubscriber) {
      byte[] subscription = socket.receive(end - System.nanoTime());
      if (subscription == null) {
        throw new TransportException(
            "cannot feed "
                + address
                + ": no subscriber came within "
                + TimeSpan.format(options.timeout())
                + "; start the reader, or wait longer with &wait=60s");
      }
      hadSubscriber = isMatchingSubscription(subscription);
    }
  }

  /** Returns whether a frame is the byte 1 and a prefix of the topic. */
  private boolean isMatchingSubscription(byte[] subscription) {
    return subscription.length > 0
        && subscription[0] == 1
        && (options.topic().isEmpty()
            || options
                .topic()
                .startsWith(new String(subscription, 1, subscription.length - 1, UTF_8)));
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    awaitSubscriber();
    dropSubscriptions();
    for (Outgoing message : messages) {
      socket.send(message.topicOr(options.topic(), address).getBytes(UTF_8), message.body());
    }
  }

  /** Drops subscriptions, which would accumulate. */
  private void dropSubscriptions() {
    while (socket.poll() != null) {
      // Only the first subscriber matters.
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
