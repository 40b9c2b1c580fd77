package dev.conveyor.streaming.zeromq.net;

/** Learns why connections were ended. Called on ZeroMQ's I/O thread; must be quick. */
public interface ConnectionEvents {
  /** A peer sent bytes that are not ZMTP 3 of this kind of socket, as {@code reason} says. */
  void onViolation(String reason);

  /** A peer sent a message of too many bytes or frames. */
  void onExcess();

  /** A peer sent nothing for longer than the limit, not even heartbeats. */
  void onSilence();
}
