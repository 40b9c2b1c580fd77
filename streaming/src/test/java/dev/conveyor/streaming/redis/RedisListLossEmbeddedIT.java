package dev.conveyor.streaming.redis;

import java.util.List;

/** On the Redis 6.2 that embedded-redis brings. */
class RedisListLossEmbeddedIT extends ListLossContract {
  @Override
  LocalRedis redis() throws InterruptedException {
    return LocalRedis.start(LocalRedis.Server.EMBEDDED, List::of);
  }

  @Override
  String rest() {
    return "";
  }
}
