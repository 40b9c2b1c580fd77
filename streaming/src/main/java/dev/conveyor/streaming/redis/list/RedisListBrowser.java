package dev.conveyor.streaming.redis.list;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.Browsable;
import dev.conveyor.streaming.MessageBrowser;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.redis.internal.LeaseRenewal;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisScript;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A copy of a list beside it, which Redis makes in one step. Others may take from the list
 * meanwhile. The copy takes as much memory as the list, and expires a minute after this process is
 * gone.
 */
final class RedisListBrowser implements MessageBrowser {
  private static final RedisScript COPY = RedisScript.named("copy-list.lua");
  private static final RedisScript PEEK = RedisScript.named("peek-list.lua");
  private static final int SAMPLE = 20;
  private static final int MOST_BYTES = 8 << 20;
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final RedisList list;
  private final int maxMessage;
  private final String name = UUID.randomUUID().toString();
  private final long length;
  private final LeaseRenewal heartbeat;

  RedisListBrowser(RedisList list, int maxMessage) throws InterruptedException {
    this.list = list;
    this.maxMessage = maxMessage;
    List<byte[]> keys = List.of(list.keyBytes(), copy());
    try (RedisLink link = new RedisLink(list.server(), list.key(), "list", "read from")) {
      this.length =
          (Long) link.ask(redis -> COPY.run(redis, keys, List.of(bytes(KEPT.toMillis()))));
    }
    this.heartbeat =
        LeaseRenewal.start(
            list.server(), "list", KEPT, redis -> redis.pexpire(copy(), KEPT.toMillis()));
  }

  static Browsable.Estimate estimate(RedisList list) throws InterruptedException {
    List<byte[]> arguments = List.of(bytes(0), bytes(SAMPLE), bytes(0), bytes(MOST_BYTES));
    try (RedisLink link = new RedisLink(list.server(), list.key(), "list", "read from")) {
      long messages = link.ask(redis -> redis.llen(list.keyBytes()));
      List<?> first =
          (List<?>) link.ask(redis -> PEEK.run(redis, List.of(list.keyBytes()), arguments));
      double mean =
          first.stream().mapToLong(one -> (Long) ((List<?>) one).get(0)).average().orElse(0);
      return new Browsable.Estimate(messages, mean);
    }
  }

  private byte[] copy() {
    return bytes(list.copyKey(name));
  }

  @Override
  public long messages() {
    return length;
  }

  @Override
  public List<Slice> slices(int parallelism) {
    List<Slice> slices = new ArrayList<>();
    long parts = Math.min(parallelism, length);
    for (long i = 0; i < parts; i++) {
      long from = length * i / parts;
      long to = length * (i + 1) / parts;
      slices.add(new ListCopySlice(list.address(), name, from, to, maxMessage));
    }
    return slices;
  }

  @Override
  public void close() {
    heartbeat.close();
    try (RedisLink link = new RedisLink(list.server(), "list", "read from", ReplyLimits.small())) {
      link.askQuietly(redis -> redis.unlink(copy()));
    }
  }
}
