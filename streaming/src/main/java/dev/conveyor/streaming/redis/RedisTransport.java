package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressPattern;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.QueueServer;
import dev.conveyor.streaming.Transport;
import dev.conveyor.streaming.redis.channel.RedisChannelEndpoint;
import dev.conveyor.streaming.redis.hash.RedisHashEndpoint;
import dev.conveyor.streaming.redis.internal.RedisServer;
import dev.conveyor.streaming.redis.list.RedisListEndpoint;
import dev.conveyor.streaming.redis.stream.RedisStreamEndpoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Redis lists, streams, channels and patterns: {@code redis://host[:6379][/db]?list=KEY}, {@code
 * ?stream=KEY}, {@code ?channel=NAME}, {@code ?pattern=GLOB}, and hashes of totals, {@code
 * ?hash=KEY}; {@code rediss://} is TLS.
 */
public final class RedisTransport implements Transport {

  @Override
  public Set<String> schemes() {
    return Set.of("redis", "rediss");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "redis://localhost?list=words",
        "redis://localhost?stream=words",
        "redis://localhost?channel=words");
  }

  @Override
  public Optional<String> passwordVariable() {
    return Optional.of(RedisServer.PASSWORD);
  }

  @Override
  public Optional<QueueServer> server(Address address) {
    return RedisServer.KINDS.stream().anyMatch(address::has)
        ? Optional.empty()
        : Optional.of(RedisQueues.of(address));
  }

  @Override
  public Optional<AddressPattern> pattern(Address address) {
    return RedisPattern.of(address, key -> endpoint(key)).map(pattern -> pattern);
  }

  @Override
  public Endpoint endpoint(Address address) {
    List<String> named = RedisServer.KINDS.stream().filter(address::has).toList();
    if (named.size() > 1) {
      throw address.refused(
          "it names a " + String.join(" and a ", named),
          "keep one of list, stream, channel, pattern, hash");
    }
    if (named.isEmpty()) {
      throw address.refused(
          "it names no list, stream, channel, pattern or hash", "write redis://HOST?list=KEY");
    }
    return switch (named.get(0)) {
      case "list" -> RedisListEndpoint.of(address);
      case "stream" -> RedisStreamEndpoint.of(address);
      case "hash" -> RedisHashEndpoint.of(address);
      default -> RedisChannelEndpoint.of(address);
    };
  }
}
