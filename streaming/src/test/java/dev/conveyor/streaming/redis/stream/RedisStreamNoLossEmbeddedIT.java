package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.redis.internal.LocalRedis;

/** On the Redis 6.2 that embedded-redis brings: it does not count what it adds to a stream. */
class RedisStreamNoLossEmbeddedIT extends StreamNoLossContract {
  RedisStreamNoLossEmbeddedIT() {
    super(LocalRedis.Server.EMBEDDED);
  }
}
