package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.QueueContractTest;
import org.junit.jupiter.api.AfterEach;

/** The queue contract at one place. */
abstract class ZeroMqQueueContract extends QueueContractTest {
  private final Address address;
  private final SharedFeeder feeder;

  ZeroMqQueueContract(String address) {
    this.address = Address.parse(address);
    this.feeder = new SharedFeeder(this.address);
  }

  @AfterEach
  void endFeeder() {
    feeder.close();
  }

  @Override
  protected Address address() {
    return address;
  }

  @Override
  protected Address bounded(int capacity) {
    return Address.parse(address + "&hwm=" + capacity);
  }

  @Override
  protected String source() {
    return ZeroMqTransport.source(address);
  }

  @Override
  protected MessageWriter writer(Address named) {
    return feeder.writer(named);
  }
}
