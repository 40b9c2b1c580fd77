package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.QueueContractTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisListContractIT extends QueueContractTest {
  private static LocalRedis redis;
  private final String key = "queue " + UUID.randomUUID();

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
    return Address.parse(redis.list(key));
  }

  @Override
  protected String source() {
    return key;
  }
}
