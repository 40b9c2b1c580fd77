package dev.conveyor.streaming.zeromq.net;

/** Learns what becomes of connections. Called on ZeroMQ's I/O thread; must be quick. */
public interface ConnectionEvents {
  /** The handshake of a connection is complete at both ends: its peer gets what is sent. */
  void onReady();

  /** A connection that was ready is over. */
  void onGone();

  /** The peer has refused this end: it does not allow its key, or does not use CURVE. */
  void onRefused();

  /** A peer sent bytes that are not ZMTP 3 of this kind of socket, as {@code reason} says. */
  void onViolation(String reason);

  /** A connection could not be accepted, as {@code reason} says. */
  void onAcceptFailure(String reason);

  /** A peer sent a message of too many bytes or frames. */
  void onExcess();

  /** A peer sent nothing for longer than the limit, not even heartbeats. */
  void onSilence();
}
