package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Delivery;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.spark.ConveyorStreams;

/** Messages to the user that explain a guarantee or its absence. */
final class Guarantees {
  private Guarantees() {}

  /** Returns the reason for an address's guarantee, as a clause for the user. */
  static String reason(Address address, Guarantee given) {
    Endpoint endpoint = Transports.endpoint(address);
    if (given == Guarantee.AT_MOST_ONCE) {
      return endpoint instanceof Replayable
          ? ConveyorStreams.RECEIVER_GUARANTEE
          : reason(endpoint, given) + "; " + ConveyorStreams.RECEIVER_GUARANTEE;
    }
    return endpoint instanceof Replayable
        ? "what a batch holds is recorded before it is processed, and released once its results are"
            + " safe"
        : "a message is acknowledged once the results of its batch are safe; "
            + reason(endpoint, given);
  }

  /** Returns the sentence of an address without the guarantee, which the user has just read. */
  private static String reason(Endpoint endpoint, Guarantee given) {
    String sentence = endpoint.delivery().sentence();
    String name = given + ": ";
    return sentence.startsWith(name) ? sentence.substring(name.length()) : sentence;
  }

  /** Returns the guarantee for a worker or relay, which reads live, as a clause for the user. */
  static String live(Address address) {
    Delivery delivery = Transports.endpoint(address).delivery();
    if (delivery.strongest() != Guarantee.EXACTLY_ONCE) {
      return delivery.sentence();
    }
    return switch (delivery.retention()) {
      case UNTIL_ACKNOWLEDGED ->
          Guarantee.AT_LEAST_ONCE
              + ": a message goes back to the queue if its worker dies before it has handled it";
      case AFTER_READING ->
          Guarantee.AT_LEAST_ONCE
              + ": each worker reads every entry that is there, and again when it is started again";
      case NONE -> delivery.sentence();
    };
  }

  /** Returns whether an address asks for envelopes, by which gaps are counted. */
  static boolean countsGaps(Address address) {
    return address.has("envelope");
  }

  /** Returns the message for a guarantee that is stronger than the strongest of the address. */
  static String refusal(Address address, Guarantee asked, Guarantee strongest) {
    return "cannot read "
        + address
        + " "
        + asked
        + ": the strongest that it can have is "
        + strongest
        + ", since what a reader has taken cannot be read again; name "
        + Transports.example(Replayable.class)
        + " (conveyor relay carries a topic into one), or ask for "
        + strongest;
  }

  /** Returns the message for at-most-once at an address whose feeder resends messages. */
  static String refusal(Address address) {
    return "cannot read "
        + address
        + " at-most-once: an acknowledgment that is lost on its way lets the feeder send a message"
        + " again; ask for at-least-once, or leave acknowledgments out of the addresses of both ends";
  }
}
