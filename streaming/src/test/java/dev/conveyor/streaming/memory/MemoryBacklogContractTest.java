package dev.conveyor.streaming.memory;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.BacklogContractTest;
import java.util.UUID;

final class MemoryBacklogContractTest extends BacklogContractTest {
  private final String name = UUID.randomUUID().toString();

  @Override
  protected Address address() {
    return Address.parse("memory:" + name + "?queue");
  }
}
