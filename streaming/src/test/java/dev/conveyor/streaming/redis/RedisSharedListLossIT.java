package dev.conveyor.streaming.redis;

class RedisSharedListLossIT extends ListLossContract {
  RedisSharedListLossIT() {
    super(LocalRedis.Server.chosen());
  }

  @Override
  String rest() {
    return "&shared";
  }
}
