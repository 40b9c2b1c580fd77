package dev.conveyor.jobs.compact;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/** The totals of one or more passes of a {@link Compactor}. Other threads may read them. */
public final class CompactTotals {
  private final Set<String> jobs = new ConcurrentSkipListSet<>();
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong folders = new AtomicLong();
  private final AtomicLong deleted = new AtomicLong();
  private final AtomicLong kept = new AtomicLong();

  void addFold(String job, long fresh) {
    jobs.add(job);
    batches.addAndGet(fresh);
    folders.incrementAndGet();
  }

  void addDeleted(long more) {
    deleted.addAndGet(more);
  }

  /** Sets the number of replaced folders that are left, which each pass counts anew. */
  void setKept(long left) {
    kept.set(left);
  }

  /** Returns the number of jobs whose batches were folded; their dead letters count apart. */
  public long jobs() {
    return jobs.size();
  }

  /** Returns the number of folders of batches that were folded. */
  public long batches() {
    return batches.get();
  }

  /** Returns the number of folds that were made. */
  public long folders() {
    return folders.get();
  }

  /** Returns the number of replaced folders that were deleted. */
  public long deleted() {
    return deleted.get();
  }

  /** Returns the number of replaced folders that the last pass has left. */
  public long kept() {
    return kept.get();
  }
}
