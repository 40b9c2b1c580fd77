package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.LogContractTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisStreamContractIT extends LogContractTest {
  private static LocalRedis redis;
  private final String key = "log " + UUID.randomUUID();

  @BeforeAll
  static void startRedis() throws InterruptedException {
    redis = LocalRedis.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  protected Address address() {
    return Address.parse(redis.stream(key));
  }

  @Override
  protected String source() {
    return key;
  }
}
