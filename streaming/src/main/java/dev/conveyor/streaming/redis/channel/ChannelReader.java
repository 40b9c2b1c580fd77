package dev.conveyor.streaming.redis.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import dev.conveyor.streaming.redis.internal.TruncatedString;
import dev.conveyor.streaming.transport.UnacknowledgedCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Jedis;

/**
 * Subscribes to a channel or a pattern, and again after the connection was lost; what is published
 * meanwhile is lost.
 *
 * <p>Keeps no more in memory than one read hands over. A reader that is slower than its feeders
 * lets the rest lie in the buffers between; when Redis has had enough of that
 * (client-output-buffer-limit pubsub, 32 MB at once or 8 MB for a minute) it ends the connection.
 */
final class ChannelReader implements MessageReader {
  private static final long BYTES_A_READ = 8 << 20;
  private static final Duration STRETCH = Duration.ofMillis(100);

  private final RedisChannel channel;
  private final int maxMessage;
  private final RedisLink link;
  private final ChannelSubscription subscription;
  private final UnacknowledgedCount unacknowledged = new UnacknowledgedCount();

  /** Kept here so that a connection that breaks takes nothing along that had come. */
  private List<Message> arrived = new ArrayList<>();

  ChannelReader(RedisChannel channel, ReaderOptions options) throws InterruptedException {
    this.channel = channel;
    this.maxMessage = options.maxMessage();
    this.subscription = new ChannelSubscription(channel);
    this.link =
        RedisLink.withoutKey(
            channel.server(), "channel", "read from", ReplyLimits.cutting(options.maxMessage()));
    try {
      link.ask(redis -> subscription.on(redis, link.socket()));
    } catch (InterruptedException | RuntimeException | Error e) {
      link.close();
      throw e;
    }
  }

  @Override
  public Address address() {
    return channel.address();
  }

  @Override
  public boolean isConnected() {
    return link.isConnected();
  }

  @Override
  public boolean isServerAway() {
    return link.isMissed();
  }

  @Override
  public List<Message> read(int limit, Duration patience) throws InterruptedException {
    link.resetAway();
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      Duration stretch = left.compareTo(STRETCH) < 0 ? left : STRETCH;
      link.ask(redis -> receive(redis, limit, stretch), left);
      if (!arrived.isEmpty() || left.isZero()) {
        List<Message> messages = arrived;
        arrived = new ArrayList<>();
        unacknowledged.add(messages.size());
        return messages;
      }
    }
  }

  /** Returns how many messages have arrived. */
  private int receive(Jedis redis, int limit, Duration patience) {
    if (!arrived.isEmpty()) {
      return arrived.size();
    }
    ChannelSubscription here = subscription.on(redis, link.socket());
    long room = BYTES_A_READ;
    boolean more = here.await(patience);
    while (more) {
      Optional<Message> message = message(here.next(redis));
      message.ifPresent(arrived::add);
      room -= message.map(m -> m.body().length).orElse(0);
      more = arrived.size() < limit && room > 0 && here.hasMore();
    }
    return arrived.size();
  }

  /** Reads {@code message, channel, body} or {@code pmessage, pattern, channel, body}. */
  private Optional<Message> message(List<?> push) {
    String kind = new String((byte[]) push.get(0), UTF_8);
    if (!kind.equals("message") && !kind.equals("pmessage")) {
      return Optional.empty();
    }
    byte[] mark = link.socket().guard().mark();
    byte[] name = (byte[]) push.get(push.size() - 2);
    byte[] body = (byte[]) push.get(push.size() - 1);
    String source =
        new String(
            TruncatedString.of(name, mark).map(TruncatedString::beginning).orElse(name), UTF_8);
    return Optional.of(
        TruncatedString.of(body, mark)
            .map(cut -> Message.beginning(source, cut.beginning(), cut.length(), maxMessage))
            .orElseGet(() -> Message.received(source, body, maxMessage)));
  }

  @Override
  public List<Message> acknowledge(List<Message> messages) {
    unacknowledged.remove(messages.size());
    return messages;
  }

  @Override
  public void close() {
    link.close();
  }
}
