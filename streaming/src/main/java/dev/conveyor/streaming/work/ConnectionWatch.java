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
  private boolean warned;
  private long awaySince = System.nanoTime();

  ConnectionWatch(Address address) {
    this.address = address;
  }

  long losses() {
    return losses.get();
  }

  /** Takes note of how it is now. */
  void look(boolean now) {
    if (connected && !now) {
      losses.incrementAndGet();
      awaySince = System.nanoTime();
    }
    connected = now;
    if (now) {
      warned = false;
    } else if (!warned && System.nanoTime() - awaySince > LONG.toNanos()) {
      warned = true;
      LOG.warn("{}: nobody is there; waiting for the other end", address);
    }
  }
}
