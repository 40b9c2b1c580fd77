package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Address;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the connection of a reader: counts losses, and warns once when no peer has been connected
 * for 5 seconds. Belongs to one thread, except for the count.
 */
final class ConnectionWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);
  private static final Duration WARN_AFTER = Duration.ofSeconds(5);

  private final Address address;
  private final AtomicLong losses = new AtomicLong();
  private boolean connected;

  /** True if the connection has ended, but some of its messages may be unread. */
  private boolean breaking;

  private boolean warned;
  private long awaySince = System.nanoTime();

  ConnectionWatch(Address address) {
    this.address = address;
  }

  long losses() {
    return losses.get();
  }

  /**
   * Records the state before a read. The end of a connection counts as a loss only when a read then
   * returns no message, or when another connection replaces it.
   *
   * @param isConnected the state before the read
   * @param isEmpty true if the read returned no message
   */
  void update(boolean isConnected, boolean isEmpty) {
    if (isConnected) {
      if (breaking) {
        losses.incrementAndGet();
      }
      connected = true;
      breaking = false;
      warned = false;
    } else if (connected && isEmpty) {
      losses.incrementAndGet();
      connected = false;
      breaking = false;
      awaySince = System.nanoTime();
    } else if (connected) {
      breaking = true;
    } else if (!warned && System.nanoTime() - awaySince > WARN_AFTER.toNanos()) {
      warned = true;
      LOG.warn("{}: no peer is connected; waiting for one", address);
    }
  }
}
