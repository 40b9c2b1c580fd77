package dev.conveyor.streaming.redis;

import java.util.List;

/** On the Redis 6.2 that embedded-redis brings: it does not count what it adds to a stream. */
class RedisStreamLossEmbeddedIT extends StreamLossContract {
  @Override
  LocalRedis redis() throws InterruptedException {
    return LocalRedis.start(LocalRedis.Server.EMBEDDED, List::of);
  }
}
