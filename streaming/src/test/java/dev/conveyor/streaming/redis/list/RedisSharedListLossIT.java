package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.redis.internal.LocalRedis;

class RedisSharedListLossIT extends ListLossContract {
  RedisSharedListLossIT() {
    super(LocalRedis.Server.chosen());
  }

  @Override
  String rest() {
    return "&shared";
  }
}
