package dev.conveyor.streaming.redis.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.TimeSpan;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;

/**
 * Publishes, many messages a round trip. Before the first one it waits for a subscriber.
 *
 * <p>What may or may not have been published when a connection broke is not published again: no
 * subscriber sees a message twice.
 */
final class ChannelWriter implements MessageWriter {
  private static final int MOST_MESSAGES = 1_000;
  private static final int MOST_BYTES = 4 << 20;
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final RedisChannel channel;
  private final RedisLink link;
  private boolean hadSubscriber;

  ChannelWriter(RedisChannel channel) throws InterruptedException {
    this.channel = channel.forWriting();
    this.link = RedisLink.withoutKey(channel.server(), "channel", "write to", ReplyLimits.small());
  }

  @Override
  public Address address() {
    return channel.address();
  }

  @Override
  public void write(List<Outgoing> messages) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    awaitSubscriber();
    List<Publication.Item> items = new ArrayList<>();
    long size = 0;
    for (Outgoing message : messages) {
      byte[] name = channel.channelOf(message).getBytes(UTF_8);
      if (!items.isEmpty()
          && (items.size() == MOST_MESSAGES || size + message.body().length > MOST_BYTES)) {
        publish(items);
        items = new ArrayList<>();
        size = 0;
      }
      items.add(new Publication.Item(name, message.body()));
      size += message.body().length;
    }
    publish(items);
  }

  private void publish(List<Publication.Item> items) throws InterruptedException {
    if (!items.isEmpty()) {
      Publication publication = new Publication(address(), items);
      link.ask(publication::publish);
    }
  }

  private void awaitSubscriber() throws InterruptedException {
    long end = System.nanoTime() + channel.patience().toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (!hadSubscriber) {
      hadSubscriber = link.ask(this::hasSubscriber);
      if (!hadSubscriber) {
        if (System.nanoTime() - end >= 0) {
          throw nobodyCame();
        }
        Thread.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  /** A pattern may match: Redis does not tell which patterns there are. */
  private boolean hasSubscriber(Jedis redis) {
    boolean anyOfTheChannel =
        channel.isMany()
            ? !redis.pubsubChannels().isEmpty()
            : redis.pubsubNumSub(channel.name()).values().stream().anyMatch(count -> count > 0);
    return anyOfTheChannel || redis.pubsubNumPat() > 0;
  }

  private TransportException nobodyCame() {
    return new TransportException(
        "cannot feed "
            + address()
            + ": no subscriber came within "
            + TimeSpan.format(channel.patience())
            + "; start the reader, or wait longer with &wait=60s");
  }

  @Override
  public void close() {
    link.close();
  }
}
