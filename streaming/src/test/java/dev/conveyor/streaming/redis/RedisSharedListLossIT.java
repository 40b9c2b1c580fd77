package dev.conveyor.streaming.redis;

class RedisSharedListLossIT extends ListLossContract {
  @Override
  LocalRedis redis() throws InterruptedException {
    return LocalRedis.start();
  }

  @Override
  String rest() {
    return "&shared";
  }
}
