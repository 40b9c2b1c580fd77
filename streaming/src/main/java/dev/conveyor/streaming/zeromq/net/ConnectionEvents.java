package dev.conveyor.streaming.zeromq.net;

/** Listens to the events of connections. Called on ZeroMQ's I/O thread; must not block. */
public interface ConnectionEvents {
  /** The handshake of a connection is complete: its peer receives messages from now on. */
  void onReady();

  /** A ready connection has ended. */
  void onGone();

  /** The peer has refused this end: it does not allow this end's key, or does not use CURVE. */
  void onRefused();

  /** A peer violated the protocol of this type of socket. */
  void onViolation(String reason);

  /** A connection could not be accepted. */
  void onAcceptFailure(String reason);

  /** A peer sent a message of too many bytes or frames. */
  void onExcess();

  /** A peer sent nothing for longer than the limit, not even heartbeats. */
  void onSilence();
}
