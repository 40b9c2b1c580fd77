package dev.conveyor.streaming.redis.list;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.QueueContractTest;
import dev.conveyor.streaming.redis.RedisExtension;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisListContractIT extends QueueContractTest {
  @RegisterExtension static final RedisExtension redis = new RedisExtension();
  private final String key = "queue " + UUID.randomUUID();

  @Override
  protected Address address() {
    return Address.parse(redis.list(key));
  }

  @Override
  protected String source() {
    return key;
  }
}
