package dev.conveyor.jobs.local;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** The slices that nobody has begun to read, and how much was read. Safe for threads. */
final class Pending {
  private final Queue<FileSlice> slices;
  private final long total;
  private final Progress progress;
  private long done;

  Pending(List<FileSlice> slices, Progress progress) {
    this.slices = new ArrayDeque<>(slices);
    this.total = slices.stream().mapToLong(FileSlice::length).sum();
    this.progress = progress;
  }

  /** The next slice to read; null: there is none. */
  synchronized FileSlice poll() {
    return slices.poll();
  }

  /** Says that a slice was read to its end. */
  synchronized void finish(FileSlice slice) {
    done += slice.length();
    progress.advanced(done, total);
  }
}
