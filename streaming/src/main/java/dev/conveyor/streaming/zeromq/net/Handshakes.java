package dev.conveyor.streaming.zeromq.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections whose handshake takes too long. JeroMQ's own limit covers the greeting only.
 * Belongs to the selector's thread.
 */
final class Handshakes {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  /** When each handshake started, by the system's nano clock. */
  private final Map<GuardedChannel, Long> begun = new LinkedHashMap<>();

  /** Adds a connection, unless its handshake is complete. */
  void add(GuardedChannel connection) {
    if (connection.isConnected() && !connection.isSettled()) {
      begun.putIfAbsent(connection, System.nanoTime());
    }
  }

  /** Returns whether any handshake is incomplete. */
  boolean areIncomplete() {
    return !begun.isEmpty();
  }

  /** Ends the connections whose peers have taken too long. */
  void expire() {
    if (begun.isEmpty()) {
      return;
    }
    begun.keySet().removeIf(GuardedChannel::isSettled);
    long now = System.nanoTime();
    begun.forEach(
        (connection, since) -> {
          if (now - since >= PATIENCE) {
            connection.breakOff("a handshake without an end");
          }
        });
  }
}
