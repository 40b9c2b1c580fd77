package dev.conveyor.jobs.stage;

/** How far an array grows that has become too small. */
final class Growth {
  /** The longest array that every JVM allows. */
  static final int LONGEST = Integer.MAX_VALUE - 8;

  private Growth() {}

  /**
   * Twice as long, or more if more is needed.
   *
   * @throws IllegalStateException if no array is that long; says what it was to hold
   */
  static int beyond(int length, long needed, String what) {
    if (needed > LONGEST) {
      throw new IllegalStateException("cannot hold " + what + ": " + needed + " exceed 2 Gi");
    }
    return (int) Math.min(LONGEST, Math.max(needed, length * 2L));
  }
}
