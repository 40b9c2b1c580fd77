package dev.conveyor.streaming.redis;

class RedisListLossIT extends ListLossContract {
  RedisListLossIT() {
    super(LocalRedis.Server.chosen());
  }

  @Override
  String rest() {
    return "";
  }
}
