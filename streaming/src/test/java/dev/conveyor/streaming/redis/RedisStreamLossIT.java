package dev.conveyor.streaming.redis;

class RedisStreamLossIT extends StreamLossContract {
  RedisStreamLossIT() {
    super(LocalRedis.Server.chosen());
  }
}
