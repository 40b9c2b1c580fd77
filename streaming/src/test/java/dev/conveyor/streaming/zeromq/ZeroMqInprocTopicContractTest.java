package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TopicContractTest;
import java.util.UUID;

/** With room for what one thread writes before it reads: there is no network in between. */
final class ZeroMqInprocTopicContractTest extends TopicContractTest {
  private final String place = "zmq+inproc://" + UUID.randomUUID();

  @Override
  protected Address feeder(String topic) {
    return Address.parse(place + "?topic=" + topic + "&nodrop&hwm=300");
  }

  @Override
  protected Address reader(Address feeder, String topic) {
    return Address.parse(place + "?hwm=300&topic=" + topic);
  }
}
