package dev.conveyor.streaming.redis.internal;

import java.util.OptionalLong;

/** Tells the time in the ID of an entry that Redis has given. */
public final class AutomaticTime {
  /** Streams exist since 2018. An ID of an earlier time was not given by Redis. */
  private static final long FIRST = 1_514_764_800_000L;

  /** The year 2100. */
  private static final long LAST = 4_102_444_800_000L;

  private AutomaticTime() {}

  /**
   * Returns the milliseconds of an ID if they are a time; empty if a client has chosen them, as far
   * as the number tells.
   */
  public static OptionalLong of(long millis) {
    return millis < FIRST || millis >= LAST ? OptionalLong.empty() : OptionalLong.of(millis);
  }
}
