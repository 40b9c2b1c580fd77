package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.Transports;

/**
 * Passwords that this driver has been given, for executors, whose environment is another one: in
 * what they are sent to do, and nowhere else. An address that names a source of its credentials
 * goes as it is, and is opened with what the executor gets there.
 */
final class ExecutorPasswords {
  private ExecutorPasswords() {}

  static Slice with(Slice slice) {
    Address address = with(slice.address());
    return address.password().isEmpty() ? slice : Replayable.at(address).parseSlice(slice.text());
  }

  static Address with(Address address) {
    return Transports.endpoint(address).password().map(address::withPassword).orElse(address);
  }
}
