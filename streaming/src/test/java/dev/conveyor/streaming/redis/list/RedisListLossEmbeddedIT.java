package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.redis.internal.LocalRedis;

/** On the Redis 6.2 that embedded-redis brings. */
class RedisListLossEmbeddedIT extends ListLossContract {
  RedisListLossEmbeddedIT() {
    super(LocalRedis.Server.EMBEDDED);
  }

  @Override
  String rest() {
    return "";
  }
}
