package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.QueueContractTest;
import org.junit.jupiter.api.AfterEach;

/** The queue contract at one place. */
abstract class ZeroMqQueueContract extends QueueContractTest {
  /** As much as the suite reads without acknowledging. */
  private static final int HIGH_WATER_MARK = 1_000;

  private final String place;
  private final Address address;
  private final SharedFeeder feeder;

  ZeroMqQueueContract(String place) {
    this.place = place;
    this.address = bounded(HIGH_WATER_MARK);
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
  protected final Address bounded(int capacity) {
    return Address.parse(place + "&hwm=" + capacity);
  }

  @Override
  protected String source() {
    return SocketRole.name(address);
  }

  @Override
  protected boolean bringsBackFirst() {
    return false;
  }

  @Override
  protected MessageWriter writer(Address named) {
    return feeder.writer(named);
  }
}
