package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.redis.internal.LocalRedis;

class RedisListLossIT extends ListLossContract {
  RedisListLossIT() {
    super(LocalRedis.Server.chosen());
  }

  @Override
  String rest() {
    return "";
  }
}
