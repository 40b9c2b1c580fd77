package dev.conveyor.streaming.redis;

class RedisStreamNoLossIT extends StreamNoLossContract {
  @Override
  LocalRedis redis() throws InterruptedException {
    return LocalRedis.start();
  }
}
