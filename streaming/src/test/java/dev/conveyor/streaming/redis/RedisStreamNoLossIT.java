package dev.conveyor.streaming.redis;

class RedisStreamNoLossIT extends StreamNoLossContract {
  RedisStreamNoLossIT() {
    super(LocalRedis.Server.chosen());
  }
}
