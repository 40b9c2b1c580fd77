package dev.conveyor.streaming.system;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time since an event by two clocks; the greater one counts. The monotonic clock stands still
 * while a machine is suspended, and the wall clock may be set back. A lease that is trusted only by
 * this time has not expired elsewhere. Immutable and safe for threads.
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

  /** Starts the measurement. */
  public static Elapsed sinceNow() {
    return new Elapsed(Clock.systemUTC());
  }

  /** Starts the measurement with the given wall clock. */
  static Elapsed sinceNow(Clock wall) {
    return new Elapsed(wall);
  }

  /** Returns whether more time than a span has passed by either clock. */
  public boolean isOver(Duration span) {
    return System.nanoTime() - nanos > span.toNanos()
        || Duration.between(instant, wall.instant()).compareTo(span) > 0;
  }
}
