package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.transport.EnvelopeWriter;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Transport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Redis lists, streams, channels and patterns: {@code redis://host[:6379][/db]?list=KEY}, {@code
 * ?stream=KEY}, {@code ?channel=NAME}, {@code ?pattern=GLOB}; {@code rediss://} is TLS.
 */
public final class RedisTransport implements Transport {

  /** What an address names. */
  private enum Kind {
    LIST,
    STREAM,
    CHANNEL
  }

  private static Kind kind(Address address) {
    List<String> named = RedisServer.KINDS.stream().filter(address::has).toList();
    if (named.size() > 1) {
      throw address.refused(
          "it names a " + String.join(" and a ", named),
          "keep one of list, stream, channel, pattern");
    }
    if (named.isEmpty()) {
      throw address.refused(
          "it names no list, stream, channel or pattern", "write redis://HOST?list=KEY");
    }
    return switch (named.get(0)) {
      case "list" -> Kind.LIST;
      case "stream" -> Kind.STREAM;
      default -> Kind.CHANNEL;
    };
  }

  @Override
  public Set<String> schemes() {
    return Set.of("redis", "rediss");
  }

  @Override
  public void check(Address address) {
    switch (kind(address)) {
      case LIST -> RedisList.of(address);
      case STREAM -> RedisStream.of(address);
      case CHANNEL -> RedisChannel.of(address);
    }
  }

  @Override
  public String guarantee(Address address) {
    return switch (kind(address)) {
      case LIST ->
          "exactly-once into a run: what it claims can be read again until it is released; live,"
              + " at least once up to the acknowledgment: what a reader holds when it dies goes"
              + " back to the list";
      case STREAM ->
          "exactly-once into each run: its ranges can be read again as long as the entries are"
              + " there; live, each reader reads every entry that is still there, once and in"
              + " order, from where it starts, and one that starts again reads again";
      case CHANNEL ->
          "at-most-once: what is published while a reader is away, or lags by more than Redis's"
              + " output buffer limit, is lost";
    };
  }

  @Override
  public void probe(Address address) throws InterruptedException {
    switch (kind(address)) {
      case LIST -> {
        RedisList list = RedisList.of(address);
        new RedisLink(list.server(), list.key(), "list", "read from").close();
      }
      case STREAM -> {
        RedisStream stream = RedisStream.of(address);
        new RedisLink(stream.server(), stream.key(), "stream", "read from").close();
      }
      case CHANNEL -> {
        RedisServer server = RedisChannel.of(address).server();
        RedisLink.withoutKey(server, "channel", "read from", ReplyLimits.small()).close();
      }
    }
  }

  /** {@inheritDoc} It is known by host, port, database and key or channel. */
  @Override
  public Object origin(Address address) {
    String kind = RedisServer.KINDS.stream().filter(address::has).findFirst().orElseThrow();
    RedisServer server = RedisServer.of(address);
    boolean keyed = kind(address) != Kind.CHANNEL;
    return List.of(
        server.hostAndPort().getHost().toLowerCase(Locale.ROOT),
        server.hostAndPort().getPort(),
        keyed ? server.database() : 0,
        kind,
        address.value(kind).orElse(""));
  }

  @Override
  public boolean keeps(Address address) {
    return kind(address) == Kind.LIST;
  }

  @Override
  public MessageWriter openWriter(Address address) throws InterruptedException {
    return switch (kind(address)) {
      case LIST -> EnvelopeWriter.around(ListPush.writer(RedisList.of(address)), "");
      case STREAM -> StreamAppend.writer(RedisStream.of(address));
      case CHANNEL -> {
        RedisChannel channel = RedisChannel.of(address);
        yield EnvelopeWriter.around(new ChannelWriter(channel), channel.name());
      }
    };
  }

  @Override
  public MessageReader openReader(Address address, ReaderOptions options)
      throws InterruptedException {
    return switch (kind(address)) {
      case LIST -> new RedisListReader(RedisList.of(address), options);
      case STREAM -> new StreamReader(RedisStream.of(address), options);
      case CHANNEL -> new ChannelReader(RedisChannel.of(address), options);
    };
  }

  @Override
  public boolean isRepeatable(Address address) {
    return kind(address) != Kind.CHANNEL;
  }

  @Override
  public Backlog openBacklog(Address address, BacklogOptions options) throws InterruptedException {
    return switch (kind(address)) {
      case LIST -> new RedisListBacklog(RedisList.of(address), options);
      case STREAM -> new RedisStreamBacklog(RedisStream.of(address), options);
      case CHANNEL -> Transport.super.openBacklog(address, options);
    };
  }

  @Override
  public Slice parseSlice(Address address, String text) {
    return switch (kind(address)) {
      case LIST -> ListSlice.parse(RedisList.of(address).address(), text);
      case STREAM -> StreamSlice.parse(RedisStream.of(address).address(), text);
      case CHANNEL -> Transport.super.parseSlice(address, text);
    };
  }

  @Override
  public Optional<String> password(Address address) {
    return RedisServer.of(address).password();
  }

  @Override
  public QueueAdmin openAdmin(Address address) throws InterruptedException {
    return switch (kind(address)) {
      case LIST -> new RedisListAdmin(RedisList.of(address));
      case STREAM -> new RedisStreamAdmin(RedisStream.of(address));
      case CHANNEL -> Transport.super.openAdmin(address);
    };
  }
}
