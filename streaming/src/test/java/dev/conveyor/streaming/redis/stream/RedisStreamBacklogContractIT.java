package dev.conveyor.streaming.redis.stream;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.BacklogContractTest;
import dev.conveyor.streaming.redis.RedisExtension;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisStreamBacklogContractIT extends BacklogContractTest {
  @RegisterExtension static final RedisExtension redis = new RedisExtension();
  private final String key = "stream {of} " + UUID.randomUUID();

  @Override
  protected Address address() {
    return Address.parse(redis.stream(key));
  }

  @Override
  protected boolean claims() {
    return false;
  }
}
