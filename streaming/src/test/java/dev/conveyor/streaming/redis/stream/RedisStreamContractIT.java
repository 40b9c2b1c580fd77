package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.LogContractTest;
import dev.conveyor.streaming.redis.RedisExtension;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisStreamContractIT extends LogContractTest {
  @RegisterExtension static final RedisExtension redis = new RedisExtension();
  private final String key = "log " + UUID.randomUUID();

  @Override
  protected Address address() {
    return Address.parse(redis.stream(key));
  }

  @Override
  protected String source() {
    return key;
  }
}
