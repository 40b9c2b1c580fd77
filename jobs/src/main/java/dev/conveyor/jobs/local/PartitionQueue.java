package dev.conveyor.jobs.local;

import dev.conveyor.jobs.batch.Progress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** The unread partitions, and the progress. Safe for threads. */
final class PartitionQueue {
  private final Queue<LocalPartition> partitions;
  private final long total;
  private final Progress progress;
  private long done;
  private boolean isClosed;

  PartitionQueue(List<LocalPartition> partitions, Progress progress) {
    this.partitions = new ArrayDeque<>(partitions);
    this.total = partitions.stream().mapToLong(LocalPartition::size).sum();
    this.progress = progress;
  }

  /** Returns the next partition; null if there is none. */
  synchronized LocalPartition poll() {
    return partitions.poll();
  }

  /** Tells readers to end, including those whose job has swallowed the interrupt. */
  synchronized void close() {
    isClosed = true;
  }

  synchronized boolean isClosed() {
    return isClosed;
  }

  /** Adds to the number of bytes read, and reports the progress. */
  synchronized void advance(long bytes) {
    done += bytes;
    progress.advanced(done, total);
  }
}
