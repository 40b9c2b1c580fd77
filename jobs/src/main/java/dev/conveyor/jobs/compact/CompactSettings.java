package dev.conveyor.jobs.compact;

import java.time.Duration;

/**
 * The settings of {@link Compactor}.
 *
 * @param keep the time for which replaced folders stay, for readers that have listed them
 * @param least number of batches of a job that are worth a fold
 * @param memory bytes for sums; more are sorted on the local disk
 */
public record CompactSettings(Duration keep, int least, long memory) {
  private static final long SMALLEST_MEMORY = 1 << 20;
  private static final long LARGEST_MEMORY = 256 << 20;

  /** Returns settings with an eighth of the heap, 256 MiB at most. */
  public static CompactSettings of(Duration keep, int least) {
    long memory = Runtime.getRuntime().maxMemory() / 8;
    return new CompactSettings(
        keep, least, Math.max(SMALLEST_MEMORY, Math.min(memory, LARGEST_MEMORY)));
  }
}
