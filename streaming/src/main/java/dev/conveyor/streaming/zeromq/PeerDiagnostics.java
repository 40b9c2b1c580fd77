package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.zeromq.net.ConnectionEvents;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to say where the two ends of an address do not get on. Safe for threads. */
final class PeerDiagnostics {
  private static final Logger LOG = LoggerFactory.getLogger(PeerDiagnostics.class);

  private final ThrottledWarning rebuffs = new ThrottledWarning(LOG);
  private final ThrottledWarning violations = new ThrottledWarning(LOG);
  private final ThrottledWarning excesses = new ThrottledWarning(LOG);
  private final ThrottledWarning silences = new ThrottledWarning(LOG);
  private final ThrottledWarning acceptFailures = new ThrottledWarning(LOG);
  private final Address address;
  private final SocketRole end;

  PeerDiagnostics(Address address, SocketRole end) {
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

  /** ZeroMQ's own thread has ended. */
  static TransportException failed(Address address, Throwable cause) {
    return new TransportException(
        "cannot go on at "
            + address
            + ": ZeroMQ's I/O thread ended with "
            + cause
            + (cause instanceof OutOfMemoryError
                ? "; raise the heap (-Xmx), or lower &hwm or the limit of a message"
                : "; start again, and report it if it happens again"),
        cause);
  }

  /** Warns that closing takes its time. */
  void warnOfUnread() {
    LOG.warn(
        "still waiting at {} for a {} to read what was sent; interrupt to give it up",
        address,
        end.other());
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

  /**
   * Counts the connections that are ready, and logs why others were ended here.
   *
   * @param maxMessage the limit of a message, in bytes
   * @param hasLeft whether this end has closed its own connections
   */
  ConnectionEvents of(long maxMessage, BooleanSupplier hasLeft, Connections connections) {
    return new ConnectionEvents() {
      @Override
      public void onRefused() {
        connections.refused();
      }

      @Override
      public void onReady() {
        connections.ready();
      }

      @Override
      public void onGone() {
        connections.gone();
      }

      @Override
      public void onViolation(String reason) {
        violations.count(
            1,
            "ended {} connections at "
                + address
                + " whose peers do not speak ZMTP 3 as this end does, the latest for "
                + reason
                + "; connect ZeroMQ programs (libzmq 4.0 or later) only");
      }

      @Override
      public void onAcceptFailure(String reason) {
        acceptFailures.count(
            1,
            "could not accept {} connections at "
                + address
                + ", the latest: "
                + reason
                + "; raise the limit of open files (ulimit -n), or find out who connects");
      }

      @Override
      public void onExcess() {
        excesses.count(
            1,
            "ended {} connections at "
                + address
                + " for a message of more than 1000 frames or "
                + maxMessage
                + " bytes; find out who sends such, or raise the limit of a message");
      }

      @Override
      public void onSilence() {
        if (!hasLeft.getAsBoolean()) {
          silences.count(
              1,
              "ended {} connections at "
                  + address
                  + " whose peers sent nothing for longer than &heartbeat, not even heartbeats; is"
                  + " the network broken, or a process frozen?");
        }
      }
    };
  }
}
