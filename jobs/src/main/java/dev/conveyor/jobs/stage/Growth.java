package dev.conveyor.jobs.stage;

/** The new length of an array that has become too small. */
final class Growth {
  /** The longest array that every JVM allows. */
  static final int LONGEST = Integer.MAX_VALUE - 8;

  private Growth() {}

  /**
   * Returns twice the length, or more if needed.
   *
   * @param what contents of the array, for the message
   * @throws IllegalStateException if no array is that long
   */
  static int beyond(int length, long needed, String what) {
    if (needed > LONGEST) {
      throw new IllegalStateException("cannot hold " + what + ": " + needed + " exceed 2 Gi");
    }
    return (int) Math.min(LONGEST, Math.max(needed, length * 2L));
  }
}
