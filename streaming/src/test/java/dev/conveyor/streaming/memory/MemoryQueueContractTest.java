package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.QueueContractTest;
import java.util.UUID;

final class MemoryQueueContractTest extends QueueContractTest {
  private final String name = UUID.randomUUID().toString();

  @Override
  protected Address address() {
    return Address.parse("memory:" + name + "?queue");
  }

  @Override
  protected String source() {
    return name;
  }
}
