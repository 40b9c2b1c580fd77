package dev.conveyor.jobs.merge;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The share of the heap that one task may fill with keys and amounts. All tasks of a JVM together
 * get a quarter of its maximum heap, in equal parts. So the share of a task shrinks while others
 * begin, and grows again as they end. Safe for threads.
 */
public final class MemoryShare implements AutoCloseable {
  private static final int PART_OF_HEAP = 4;

  /** Below this size, sorted runs would become too many. */
  private static final long LEAST = 1 << 20;

  private static final AtomicInteger HOLDERS = new AtomicInteger();

  private final long total;
  private final AtomicInteger holders;
  private boolean isOpen = true;

  private MemoryShare(long total, AtomicInteger holders) {
    this.total = total;
    this.holders = holders;
    holders.incrementAndGet();
  }

  /** Opens a share of this JVM's heap, which a task closes at its end. */
  public static MemoryShare open() {
    return new MemoryShare(Runtime.getRuntime().maxMemory() / PART_OF_HEAP, HOLDERS);
  }

  /** Opens a share that does not depend on the heap and on other tasks. */
  public static MemoryShare of(long bytes) {
    return new MemoryShare(bytes, new AtomicInteger());
  }

  /** Returns the present size of this share in bytes. */
  public long bytes() {
    return Math.max(LEAST, total / holders.get());
  }

  @Override
  public synchronized void close() {
    if (isOpen) {
      isOpen = false;
      holders.decrementAndGet();
    }
  }
}
