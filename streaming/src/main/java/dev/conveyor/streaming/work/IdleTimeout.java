package dev.conveyor.streaming.work;

import java.time.Duration;
import java.util.Optional;

/** For how long nothing may come; time while the server that holds the messages is away aside. */
final class IdleTimeout {
  private final Optional<Duration> span;
  private long since = System.nanoTime();

  IdleTimeout(Optional<Duration> span) {
    this.span = span;
  }

  /** How long to wait now, and at most so long. */
  Duration stretch(Duration most) {
    if (span.isEmpty()) {
      return most;
    }
    Duration left = span.get().minusNanos(System.nanoTime() - since);
    return left.isNegative() ? Duration.ZERO : left.compareTo(most) < 0 ? left : most;
  }

  void renew() {
    since = System.nanoTime();
  }

  /** Returns whether it is over, after a read that brought nothing. */
  boolean isOver(boolean isServerAway) {
    if (isServerAway) {
      renew();
    }
    return span.isPresent() && System.nanoTime() - since >= span.get().toNanos();
  }
}
