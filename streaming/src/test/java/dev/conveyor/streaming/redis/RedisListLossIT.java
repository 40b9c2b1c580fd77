package dev.conveyor.streaming.redis;

class RedisListLossIT extends ListLossContract {
  @Override
  LocalRedis redis() throws InterruptedException {
    return LocalRedis.start();
  }

  @Override
  String rest() {
    return "";
  }
}
