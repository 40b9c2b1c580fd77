package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.QueueServer;
import dev.conveyor.streaming.redis.internal.HashTag;
import dev.conveyor.streaming.redis.internal.NotPermittedKey;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.RedisServer;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The lists and streams of a Redis database, found by {@code SCAN}, whose time grows with the
 * number of all keys. On a cluster these are the keys of one node.
 */
record RedisQueues(RedisServer server) implements QueueServer {
  private static final RedisScript OVERVIEW = RedisScript.named("overview.lua");

  /**
   * Reads the address of a server.
   *
   * @throws dev.conveyor.streaming.AddressException if it cannot be used as it stands
   */
  static RedisQueues of(Address address) {
    RedisServer.allowOnly(address);
    return new RedisQueues(RedisServer.of(address));
  }

  @Override
  public Address address() {
    return server.address();
  }

  @Override
  public Listing queues(int most) throws InterruptedException {
    try (RedisLink link =
        RedisLink.withoutKey(server, "queue", "list the queues of", ReplyLimits.cutting(0))) {
      KeyScan scan = new KeyScan(link, most);
      scan.run();
      List<Queue> queues = new ArrayList<>();
      for (KeyScan.Found found : scan.found()) {
        queues.add(queue(link, found));
      }
      return new Listing(queues, scan.more());
    }
  }

  private Queue queue(RedisLink link, KeyScan.Found found) throws InterruptedException {
    String beside = HashTag.of(found.name()) + ":";
    List<?> answer =
        link.ask(
                redis -> {
                  try {
                    List<byte[]> keys = List.of(found.key());
                    return Optional.of((List<?>) OVERVIEW.run(redis, keys, List.of(bytes(beside))));
                  } catch (JedisDataException e) {
                    if (NotPermittedKey.isReasonOf(e)) {
                      return Optional.<List<?>>empty();
                    }
                    throw e;
                  }
                })
            .orElse(null);
    boolean isLog = answer == null ? found.isStream() : answer.get(0).equals(1L);
    String kind = isLog ? "stream" : "list";
    Optional<Address> address =
        found.isAddressable()
            ? Optional.of(server.address().withParameter(kind, found.name()))
            : Optional.empty();
    if (answer == null) {
      return new Queue(kind, found.key(), address, Optional.empty());
    }
    QueueAdmin.Counts counts =
        new QueueAdmin.Counts(
            (Long) answer.get(1),
            (Long) answer.get(2),
            (Long) answer.get(3),
            isLog ? QueueAdmin.Counts.NONE : (Long) answer.get(4),
            (Long) answer.get(5));
    // Claims of no known run, as after a loss of Redis, need a scan of their own.
    if (found.isClaimed() && counts.claimed() == 0 && address.isPresent()) {
      try (QueueAdmin admin = Administrable.at(address.get()).openAdmin()) {
        counts = admin.counts();
      }
    }
    return new Queue(kind, found.key(), address, Optional.of(counts));
  }
}
