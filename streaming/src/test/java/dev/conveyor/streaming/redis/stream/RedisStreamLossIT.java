package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.redis.internal.LocalRedis;

class RedisStreamLossIT extends StreamLossContract {
  RedisStreamLossIT() {
    super(LocalRedis.Server.chosen());
  }
}
