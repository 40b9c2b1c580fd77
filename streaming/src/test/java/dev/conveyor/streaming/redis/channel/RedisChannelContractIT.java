package dev.conveyor.streaming.redis.channel;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TopicContractTest;
import dev.conveyor.streaming.redis.RedisExtension;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisChannelContractIT extends TopicContractTest {
  @RegisterExtension static final RedisExtension redis = new RedisExtension();

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
