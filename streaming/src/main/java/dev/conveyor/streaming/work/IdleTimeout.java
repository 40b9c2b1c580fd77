package dev.conveyor.streaming.work;

import java.time.Duration;
import java.util.Optional;

/** The time without a message after which a worker ends; time without the server does not count. */
final class IdleTimeout {
  private final Optional<Duration> timeout;
  private long since = System.nanoTime();

  IdleTimeout(Optional<Duration> timeout) {
    this.timeout = timeout;
  }

  /** Returns the remaining time, at most the limit. */
  Duration remaining(Duration limit) {
    if (timeout.isEmpty()) {
      return limit;
    }
    Duration left = timeout.get().minusNanos(System.nanoTime() - since);
    return left.isNegative() ? Duration.ZERO : left.compareTo(limit) < 0 ? left : limit;
  }

  void restart() {
    since = System.nanoTime();
  }

  /** Returns whether the time is over, after a read without a message. */
  boolean hasExpired(boolean isServerAway) {
    if (isServerAway) {
      restart();
    }
    return timeout.isPresent() && System.nanoTime() - since >= timeout.get().toNanos();
  }
}
