package dev.conveyor.streaming.redis.internal;

/**
 * The number of messages to request at once: few at first, then as many as fit into some 4 MiB by
 * the sizes seen so far.
 */
public final class PageSize {
  private static final int FIRST = 16;
  private static final int GROWTH = 4;
  private static final long BYTES = 4 << 20;

  private final int most;
  private int count = FIRST;

  public PageSize(int most) {
    this.most = most;
  }

  public int count() {
    return count;
  }

  /**
   * Learns from a page.
   *
   * @param asked how many messages were asked for
   * @param came how many came
   * @param taken how many of them were whole, or will never be
   * @param bytes of those
   */
  public void adapt(int asked, int came, int taken, long bytes) {
    if (taken < came) {
      count = Math.max(1, taken);
    } else if (taken > 0 && asked == count) {
      long fitting = BYTES / Math.max(1, bytes / taken);
      count = (int) Math.max(1, Math.min(Math.min(most, (long) GROWTH * count), fitting));
    }
  }
}
