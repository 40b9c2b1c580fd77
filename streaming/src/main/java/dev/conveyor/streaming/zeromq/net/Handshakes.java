package dev.conveyor.streaming.zeromq.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections whose handshake takes too long. JeroMQ's own limit covers the greeting only.
 * Belongs to the selector's thread.
 */
final class Handshakes {
  private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(5);

  /** The start of each handshake, by the system's nano clock. */
  private final Map<GuardedChannel, Long> started = new LinkedHashMap<>();

  /** Adds a connection, unless its handshake is complete. */
  void add(GuardedChannel connection) {
    if (connection.isConnected() && !connection.isSettled()) {
      started.putIfAbsent(connection, System.nanoTime());
    }
  }

  /** Returns whether any handshake is incomplete. */
  boolean areIncomplete() {
    return !started.isEmpty();
  }

  /** Ends the connections whose handshake has timed out. */
  void expire() {
    if (started.isEmpty()) {
      return;
    }
    started.keySet().removeIf(GuardedChannel::isSettled);
    long now = System.nanoTime();
    started.forEach(
        (connection, since) -> {
          if (now - since >= TIMEOUT) {
            connection.breakOff("a handshake that timed out");
          }
        });
  }
}
