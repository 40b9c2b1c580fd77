package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Position;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Marks batches as done in the checkpoint, in any order, and releases them in the order of their
 * ids. Guarded by its run.
 */
final class BatchRelease {
  private static final long BETWEEN_CLEANINGS = 20;

  private final DriverLease lease;
  private final CheckpointLog log;

  /** Batches that are not released, in order. */
  private final Deque<Entry> entries = new ArrayDeque<>();

  /** Addresses that have delivered their end marker. */
  private final Set<String> ended = new TreeSet<>();

  /** The end of the last batch that earlier drivers have done without a gap; empty if none is. */
  private List<Position> recovered = List.of();

  private long cleaned;

  private static final class Entry {
    private final RunBatch batch;
    private boolean isDone;

    private Entry(RunBatch batch, boolean isDone) {
      this.batch = batch;
      this.isDone = isDone;
    }
  }

  BatchRelease(DriverLease lease, CheckpointLog log) {
    this.lease = lease;
    this.log = log;
  }

  void add(RunBatch batch) {
    entries.add(new Entry(batch, false));
  }

  /** Adds a batch of an earlier driver. */
  void recover(RunBatch batch, boolean isDone) {
    if (isDone && entries.isEmpty()) {
      recovered = batch.to();
    } else {
      entries.add(new Entry(batch, isDone));
    }
  }

  /** Adds addresses that have delivered their end marker to an earlier driver. */
  void recoverEnded(Collection<String> addresses) {
    ended.addAll(addresses);
  }

  /** Repeats the release of earlier drivers, which may have died between mark and release. */
  void releaseRecovered() throws InterruptedException {
    if (!recovered.isEmpty()) {
      lease.backlogs().release(recovered);
    }
  }

  /** As {@link Run#done(RunBatch, Collection, Runnable)} says. */
  void done(RunBatch batch, Collection<Address> delivered, Runnable count)
      throws InterruptedException {
    if (!isDone(batch)) {
      lease.ensureHeld();
      delivered.forEach(address -> ended.add(address.toString()));
      log.markDone(batch, lease.token(), ended);
      markDone(batch);
      if (log.isLatest(lease.token())) {
        count.run();
      }
    }
    release();
  }

  private void markDone(RunBatch batch) {
    for (Entry entry : entries) {
      entry.isDone |= entry.batch.id() == batch.id();
    }
  }

  /** Releases up to the first batch that is not done. Repeats a release that failed before. */
  private void release() throws InterruptedException {
    RunBatch last = null;
    for (Entry entry : entries) {
      if (!entry.isDone) {
        break;
      }
      last = entry.batch;
    }
    if (last != null) {
      lease.backlogs().release(last.to());
      long released = last.id();
      entries.removeIf(entry -> entry.batch.id() <= released);
      if (released / BETWEEN_CLEANINGS > cleaned / BETWEEN_CLEANINGS) {
        log.deleteBefore(released);
        cleaned = released;
      }
    }
  }

  Set<String> ended() {
    return Set.copyOf(ended);
  }

  /** Returns the batches that are not released, done or not, in order. */
  List<RunBatch> unreleased() {
    return entries.stream().map(entry -> entry.batch).toList();
  }

  /** Returns whether a batch is done; a batch that was released is. */
  boolean isDone(RunBatch batch) {
    return entries.stream().noneMatch(entry -> entry.batch.id() == batch.id() && !entry.isDone);
  }
}
