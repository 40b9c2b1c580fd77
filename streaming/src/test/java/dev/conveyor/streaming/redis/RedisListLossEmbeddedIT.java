package dev.conveyor.streaming.redis;


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
