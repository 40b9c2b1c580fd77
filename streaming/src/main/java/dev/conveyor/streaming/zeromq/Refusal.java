package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import org.slf4j.LoggerFactory;

/** What to say where the two ends of an address do not get on. Safe for threads. */
final class Refusal {
  private final RareWarning rebuffs = new RareWarning(LoggerFactory.getLogger(Refusal.class));
  private final RareWarning excesses = new RareWarning(LoggerFactory.getLogger(Refusal.class));
  private final Address address;
  private final Endpoint end;

  Refusal(Address address, Endpoint end) {
    this.address = address;
    this.end = end;
  }

  /** The other end will not have this one. */
  TransportException exception() {
    return new TransportException(
        "cannot use "
            + address
            + ": what answers there ended the connection for good; check that it is the "
            + end.other()
            + " of this pattern, that both addresses have the same &server-key or none, that its"
            + " &allow lists this end's key, and that no message is far over the limit");
  }

  /** A peer has left before it had greeted. */
  void warn() {
    rebuffs.count(
        1,
        "{} connections at "
            + address
            + " ended before a word of ZeroMQ's protocol was understood; do both addresses have the"
            + " same &server-key, or none?");
  }

  /** A peer's message is too much to keep. */
  void warnOfExcess(long maxMessage) {
    excesses.count(
        1,
        "{} connections at "
            + address
            + " were ended for a message of more than "
            + FrameLimit.FRAMES
            + " frames or "
            + maxMessage
            + " bytes; find out who sends such, or raise the limit of a message");
  }
}
