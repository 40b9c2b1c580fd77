package dev.conveyor.streaming.run;

import java.util.List;

/** Releases snapshots, and finishes what earlier drivers have begun to release or to drop. */
final class SnapshotEnd {
  private SnapshotEnd() {}

  /** Finishes a release or a drop that an earlier driver has begun; returns whether one has. */
  static boolean finishEarlier(Run run) throws InterruptedException {
    boolean isReleasing = isReleasing(run);
    if (isReleasing && !run.isDropped()) {
      release(run, run.unreleased());
    }
    boolean isOver = isReleasing || run.isSpent() || run.isDropped();
    if (isOver) {
      run.drop();
    }
    return isOver;
  }

  /** Returns whether a driver has begun to release the snapshot. */
  static boolean isReleasing(Run run) {
    List<RunBatch> found = run.unreleased();
    return SnapshotCreation.isWhole(found) && run.isDone(found.get(found.size() - 1));
  }

  /** Marks the last batch as done first: with it all count, see {@link SnapshotCreation}. */
  static void release(Run run, List<RunBatch> batches) throws InterruptedException {
    for (int i = batches.size() - 1; i >= 0; i--) {
      run.done(batches.get(i));
    }
  }
}
