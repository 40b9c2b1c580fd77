package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TopicContractTest;
import java.util.UUID;

final class MemoryTopicContractTest extends TopicContractTest {
  private final String name = UUID.randomUUID().toString();

  @Override
  protected Address feeder(String topic) {
    return Address.parse("memory:" + name + "?topic=" + topic);
  }

  @Override
  protected Address reader(Address feeder, String topic) {
    return Address.parse("memory:" + name + "?topic=" + topic + "&capacity=600");
  }
}
