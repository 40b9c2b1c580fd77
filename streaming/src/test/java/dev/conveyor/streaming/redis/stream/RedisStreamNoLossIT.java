package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.redis.internal.LocalRedis;

class RedisStreamNoLossIT extends StreamNoLossContract {
  RedisStreamNoLossIT() {
    super(LocalRedis.Server.chosen());
  }
}
