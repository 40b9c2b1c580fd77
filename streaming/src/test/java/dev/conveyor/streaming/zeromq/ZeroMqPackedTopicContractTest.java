package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TopicContractTest;

final class ZeroMqPackedTopicContractTest extends TopicContractTest {
  @Override
  protected Address feeder(String topic) {
    return Address.parse("zmq+tcp://127.0.0.1:0?packed&topic=" + topic + "&nodrop&hwm=50");
  }

  @Override
  protected Address reader(Address feeder, String topic) {
    return Address.parse(
        "zmq+tcp://127.0.0.1:" + feeder.port().orElseThrow() + "?packed&hwm=50&topic=" + topic);
  }
}
