package dev.conveyor.streaming.zeromq.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The handshakes of one selector's connections that JeroMQ has begun. JeroMQ's own limit ends with
 * the greeting, behind which the other end may fall silent. Belongs to the selector's thread.
 */
final class Handshakes {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  /** Since when each goes on. */
  private final Map<GuardedChannel, Long> begun = new LinkedHashMap<>();

  /** Adds a connection, unless its handshake is complete. */
  void add(GuardedChannel connection) {
    if (connection.isConnected() && !connection.isSettled()) {
      begun.putIfAbsent(connection, System.nanoTime());
    }
  }

  boolean areGoingOn() {
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
