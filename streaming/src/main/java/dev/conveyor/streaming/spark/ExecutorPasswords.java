package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.Transports;

/**
 * Adds the passwords of this driver to what executors are sent, since their environment is another
 * one. An address that names a source of credentials stays as it is: the executor asks that source.
 */
public final class ExecutorPasswords {
  private ExecutorPasswords() {}

  /** Returns a slice whose address has the password of this driver, if it has one. */
  public static Slice with(Slice slice) {
    Address address = with(slice.address());
    return address.password().isEmpty() ? slice : Replayable.at(address).parseSlice(slice.text());
  }

  /** Returns an address with the password of this driver, if it has one. */
  public static Address with(Address address) {
    return Transports.endpoint(address).password().map(address::withPassword).orElse(address);
  }
}
