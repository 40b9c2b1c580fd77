package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TopicContractTest;

final class ZeroMqIpcTopicContractTest extends TopicContractTest {
  private final String place = FreePlace.ipc();

  @Override
  protected Address feeder(String topic) {
    return Address.parse(place + "?topic=" + topic + "&nodrop&hwm=50");
  }

  @Override
  protected Address reader(Address feeder, String topic) {
    return Address.parse(place + "?hwm=50&topic=" + topic);
  }
}
