package dev.conveyor.streaming.redis.channel;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Delivery.Retention;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.TopicEndpoint;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import dev.conveyor.streaming.transport.EnvelopeWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import redis.clients.jedis.HostAndPort;

/** {@code ?channel=NAME} and {@code ?pattern=GLOB}. */
public record RedisChannelEndpoint(RedisChannel channel) implements TopicEndpoint {
  private static final Delivery DELIVERY =
      new Delivery(
          Guarantee.AT_MOST_ONCE,
          Retention.NONE,
          "at-most-once: what is published while a reader is away, or lags by more than Redis's"
              + " output buffer limit, is lost");

  /**
   * Reads an address.
   *
   * @throws dev.conveyor.streaming.AddressException if it cannot be used as it stands
   */
  public static RedisChannelEndpoint of(Address address) {
    return new RedisChannelEndpoint(RedisChannel.of(address));
  }

  @Override
  public Address address() {
    return channel.address();
  }

  @Override
  public Delivery delivery() {
    return DELIVERY;
  }

  @Override
  public Optional<String> topic() {
    return Optional.of(channel.name()).filter(Predicate.not(String::isEmpty));
  }

  /** {@inheritDoc} Channels are the same in every database. */
  @Override
  public Object origin() {
    HostAndPort at = channel.server().hostAndPort();
    return List.of(
        at.getHost().toLowerCase(Locale.ROOT), at.getPort(), channel.match(), channel.name());
  }

  @Override
  public Optional<String> password() {
    return channel.server().password();
  }

  @Override
  public void probe() throws InterruptedException {
    RedisLink.withoutKey(channel.server(), "channel", "read from", ReplyLimits.small()).close();
  }

  @Override
  public MessageWriter openWriter() throws InterruptedException {
    return EnvelopeWriter.around(new ChannelWriter(channel), channel.name());
  }

  @Override
  public MessageReader openReader(ReaderOptions options) throws InterruptedException {
    return new ChannelReader(channel, options);
  }
}
