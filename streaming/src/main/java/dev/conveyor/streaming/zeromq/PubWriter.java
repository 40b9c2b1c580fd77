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
 * Publishes to a topic. Waits for a first subscriber before the first message: when it opens, or,
 * where it chose its port itself and nobody can know that yet, or where the subscriber may be its
 * own thread's, when it writes.
 */
final class PubWriter implements MessageWriter {
  /** In bytes: a one, and a topic. */
  private static final int MAX_SUBSCRIPTION = 1 + PatternOptions.MAX_TOPIC;

  /** In bytes, of one subscriber: JeroMQ takes a hundred times as much memory for them. */
  private static final int MAX_SUBSCRIPTIONS = 1 << 18;

  /** In milliseconds. */
  private static final int LINGER = 10_000;

  /** Likewise; not without end, for JeroMQ would then never give up what a lost reader leaves. */
  private static final int LINGER_FOR_SLOW_READERS = 3_600_000;

  private final Address address;
  private final PatternOptions options;
  private final ManagedSocket wire;
  private boolean hadSubscriber;

  private PubWriter(Address asked, Curve curve) throws InterruptedException {
    options = PatternOptions.of(asked);
    wire = new ManagedSocket(asked, SocketType.XPUB, SocketRole.FEEDER, curve);
    wire.socket().setSndHWM(options.highWaterMark());
    wire.socket().setXpubNoDrop(options.waitsForSlowReaders());
    wire.limit(MAX_SUBSCRIPTION);
    wire.limitTotal(MAX_SUBSCRIPTIONS);
    wire.socket().setLinger(options.waitsForSlowReaders() ? LINGER_FOR_SLOW_READERS : LINGER);
    address = wire.join();
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
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(options.patience());
    while (!hadSubscriber) {
      byte[] news = wire.receive(end - System.nanoTime());
      if (news == null) {
        throw new TransportException(
            "cannot feed "
                + address
                + ": no subscriber came within "
                + TimeSpan.format(options.patience())
                + "; start the reader, or wait longer with &wait=60s");
      }
      hadSubscriber = isMatchingSubscription(news);
    }
  }

  /** A one, then the beginning of what is subscribed to. */
  private boolean isMatchingSubscription(byte[] news) {
    return news.length > 0
        && news[0] == 1
        && (options.topic().isEmpty()
            || options.topic().startsWith(new String(news, 1, news.length - 1, UTF_8)));
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
    forgetSubscriptions();
    for (Outgoing message : messages) {
      wire.send(message.topicAt(address).getBytes(UTF_8), message.body());
    }
  }

  /** They would pile up. */
  private void forgetSubscriptions() {
    while (wire.poll() != null) {
      // Who else comes or goes makes no difference.
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
