package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.spark.ConveyorStreams;

/** What is said of guarantees: why one holds, and why one cannot be given. */
final class Guarantees {
  private Guarantees() {}

  /** Why messages of that address have this guarantee, in one sentence. */
  static String reason(Address address, Guarantee given) {
    return given == Guarantee.AT_MOST_ONCE
        ? Transports.of(address).guarantee(address) + "; " + ConveyorStreams.RECEIVER_GUARANTEE
        : "what a batch holds is recorded before it is processed and let go once its results are safe";
  }

  static String refusal(Address address, Guarantee asked, Guarantee strongest) {
    return "cannot read "
        + address
        + " "
        + asked
        + ": the strongest that it can have is "
        + strongest
        + ", since what a reader has taken cannot be read again; name a Redis list or stream"
        + " (conveyor relay carries a topic into one), or ask for "
        + strongest;
  }
}
