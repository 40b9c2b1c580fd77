package dev.conveyor.streaming.system;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time since an event, by whichever clock says more. The monotonic clock stands still while a
 * machine is suspended; the wall clock may be set back. So a lease that is trusted for as long as
 * this says has not run out elsewhere. Immutable and safe for threads.
 */
public final class Elapsed {
  private final Clock wall;
  private final long nanos;
  private final Instant instant;

  private Elapsed(Clock wall) {
    this.wall = wall;
    this.nanos = System.nanoTime();
    this.instant = wall.instant();
  }

  /** Begins to measure. */
  public static Elapsed sinceNow() {
    return new Elapsed(Clock.systemUTC());
  }

  /** Begins to measure, with that wall clock. */
  static Elapsed sinceNow(Clock wall) {
    return new Elapsed(wall);
  }

  /** Returns whether more time than that has passed. */
  public boolean isOver(Duration span) {
    return System.nanoTime() - nanos > span.toNanos()
        || Duration.between(instant, wall.instant()).compareTo(span) > 0;
  }
}
