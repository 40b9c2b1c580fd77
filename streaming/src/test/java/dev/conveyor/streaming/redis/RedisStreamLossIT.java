package dev.conveyor.streaming.redis;

class RedisStreamLossIT extends StreamLossContract {
  @Override
  LocalRedis redis() throws InterruptedException {
    return LocalRedis.start();
  }
}
