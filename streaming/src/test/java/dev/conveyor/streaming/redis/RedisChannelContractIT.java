package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TopicContractTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisChannelContractIT extends TopicContractTest {
  private static LocalRedis redis;

  @BeforeAll
  static void startRedis() throws InterruptedException {
    redis = LocalRedis.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  protected Address feeder(String topic) {
    return Address.parse(redis.channel(topic));
  }

  @Override
  protected Address reader(Address feeder, String topic) {
    return Address.parse(redis.channel(topic));
  }

  @Override
  protected boolean waits() {
    return false;
  }
}
