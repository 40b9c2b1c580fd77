package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.zeromq.net.ConnectionEvents;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exceptions and warnings about the peers of one address. Thread-safe. */
final class PeerDiagnostics {
  private static final Logger LOG = LoggerFactory.getLogger(PeerDiagnostics.class);

  private final ThrottledWarning earlyEnds = new ThrottledWarning(LOG);
  private final ThrottledWarning violations = new ThrottledWarning(LOG);
  private final ThrottledWarning excesses = new ThrottledWarning(LOG);
  private final ThrottledWarning silences = new ThrottledWarning(LOG);
  private final ThrottledWarning acceptFailures = new ThrottledWarning(LOG);
  private final Address address;
  private final SocketRole role;

  PeerDiagnostics(Address address, SocketRole role) {
    this.address = address;
    this.role = role;
  }

  /** Creates the exception for a peer that refuses this end. */
  TransportException exception() {
    return new TransportException(
        "cannot use "
            + address
            + ": the peer closed the connection and refuses another one; check that it is the "
            + role.other()
            + " of this pattern, that both addresses have the same &server-key or none, that its"
            + " &allow lists this end's key, and that no message is far over the limit");
  }

  /** Creates the exception for the end of ZeroMQ's I/O thread. */
  static TransportException failed(Address address, Throwable cause) {
    return new TransportException(
        "cannot use the socket at "
            + address
            + ": ZeroMQ's I/O thread ended with "
            + cause
            + (cause instanceof OutOfMemoryError
                ? "; raise the heap (-Xmx), or lower &hwm or the limit of a message"
                : "; restart the process, and report it if it happens again"),
        cause);
  }

  /** Warns that closing waits for a reader. */
  void warnOfUnread() {
    LOG.warn(
        "still waiting at {} for a {} to read what was sent; interrupt to drop it",
        address,
        role.other());
  }

  /** Warns of a connection that ended before a greeting. */
  void warnOfEarlyEnd() {
    earlyEnds.count(
        1,
        "{} connections at "
            + address
            + " ended before a greeting of ZeroMQ; check that both addresses have the same"
            + " &server-key, or none");
  }

  /**
   * Creates the listener that counts ready connections, and logs why others were ended.
   *
   * @param maxMessage the limit of a message, in bytes
   * @param isClosed returns whether this end has closed its connections
   */
  ConnectionEvents of(long maxMessage, BooleanSupplier isClosed, Connections connections) {
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
                + " whose peers violate ZMTP 3, the latest: "
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
                + "; raise the limit of open files (ulimit -n), or find the programs that connect");
      }

      @Override
      public void onExcess() {
        excesses.count(
            1,
            "ended {} connections at "
                + address
                + " for a message of more than 1000 frames or "
                + maxMessage
                + " bytes; find its sender, or raise the limit of a message");
      }

      @Override
      public void onSilence() {
        if (!isClosed.getAsBoolean()) {
          silences.count(
              1,
              "ended {} connections at "
                  + address
                  + " whose peers sent nothing for longer than &heartbeat, not even heartbeats;"
                  + " check the network, and for frozen processes");
        }
      }
    };
  }
}
