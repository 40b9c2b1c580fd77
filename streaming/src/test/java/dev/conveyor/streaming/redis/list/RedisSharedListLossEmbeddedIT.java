package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.redis.internal.LocalRedis;

/** On the Redis 6.2 that embedded-redis brings. */
class RedisSharedListLossEmbeddedIT extends ListLossContract {
  RedisSharedListLossEmbeddedIT() {
    super(LocalRedis.Server.EMBEDDED);
  }

  @Override
  String rest() {
    return "&shared";
  }
}
