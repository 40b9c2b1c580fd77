package dev.conveyor.streaming.work;

import dev.conveyor.streaming.Address;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a reader has its connection: counts how often it was lost, and says once when
 * nobody is there for long. Belongs to one thread, except for the count.
 */
final class ConnectionWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);
  private static final Duration LONG = Duration.ofSeconds(5);

  private final Address address;
  private final AtomicLong losses = new AtomicLong();
  private boolean connected;

  /** The connection is gone, but what came through it may not have been read yet. */
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
   * Takes note of how it was before a read. A connection that ends once all has come through is no
   * loss: it counts when a read then brings nothing, or when another connection takes its place.
   */
  void look(boolean now, boolean nothingCame) {
    if (now) {
      if (breaking) {
        losses.incrementAndGet();
      }
      connected = true;
      breaking = false;
      warned = false;
    } else if (connected && nothingCame) {
      losses.incrementAndGet();
      connected = false;
      breaking = false;
      awaySince = System.nanoTime();
    } else if (connected) {
      breaking = true;
    } else if (!warned && System.nanoTime() - awaySince > LONG.toNanos()) {
      warned = true;
      LOG.warn("{}: nobody is there; waiting for the other end", address);
    }
  }
}
