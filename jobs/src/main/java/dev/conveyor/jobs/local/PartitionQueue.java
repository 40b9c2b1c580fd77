package dev.conveyor.jobs.local;

import dev.conveyor.jobs.batch.Progress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** The portions that nobody has begun to read, and how much was read. Safe for threads. */
final class PartitionQueue {
  private final Queue<LocalPartition> portions;
  private final long total;
  private final Progress progress;
  private long done;
  private boolean isClosed;

  PartitionQueue(List<LocalPartition> portions, Progress progress) {
    this.portions = new ArrayDeque<>(portions);
    this.total = portions.stream().mapToLong(LocalPartition::size).sum();
    this.progress = progress;
  }

  /** The next one to read; null: there is none. */
  synchronized LocalPartition poll() {
    return portions.poll();
  }

  /** Tells those who read to end, also one whose job has swallowed the interrupt. */
  synchronized void close() {
    isClosed = true;
  }

  synchronized boolean isClosed() {
    return isClosed;
  }

  /** Says that more bytes were read. */
  synchronized void advance(long bytes) {
    done += bytes;
    progress.advanced(done, total);
  }
}
