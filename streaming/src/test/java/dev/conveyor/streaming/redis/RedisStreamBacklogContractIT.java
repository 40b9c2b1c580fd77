package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.BacklogContractTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisStreamBacklogContractIT extends BacklogContractTest {
  private static LocalRedis redis;
  private final String key = "stream {of} " + UUID.randomUUID();

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
  protected boolean claims() {
    return false;
  }
}
