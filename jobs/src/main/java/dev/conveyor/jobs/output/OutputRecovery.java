package dev.conveyor.jobs.output;

import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.plan.SaveMode;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Cleans up what earlier drivers of a batch left in and beside its output. One thread only. */
final class OutputRecovery {
  private final BatchPlan plan;
  private final ResultLease lease;
  private final OutputTarget target;
  private final DriverNames names;
  private int moves;

  OutputRecovery(BatchPlan plan, ResultLease lease, OutputTarget target, DriverNames names) {
    this.plan = plan;
    this.lease = lease;
    this.target = target;
    this.names = names;
  }

  /** Deletes drafts and an incomplete result of this batch, and puts an older result back. */
  void settle() throws IOException, InterruptedException {
    lease.ensureHeld();
    deleteDrafts();
    if (isOursToComplete(target.path())) {
      deleteUnfinished();
    }
    target.restore();
  }

  /** Deletes the drafts of earlier drivers of the same snapshot, which can then move nothing. */
  void deleteDrafts() throws IOException {
    Path parent = target.path().getParent();
    for (FileStatus draft : target.children(parent, names::isEarlierDraft)) {
      target.delete(draft.getPath());
    }
  }

  /** Keeps a result that another driver completes or replaces in the meantime. */
  private void deleteUnfinished() throws IOException, InterruptedException {
    Optional<Path> away = moveAway();
    if (away.isPresent()) {
      if (isOursToComplete(away.get())) {
        lease.ensureHeld();
        target.delete(away.get());
      } else {
        target.putBack(away.get());
      }
    }
  }

  /** Moves the output to a name that was never used; returns empty if there is no output. */
  Optional<Path> moveAway() throws IOException {
    return target.moveAway(names.former(++moves));
  }

  /** Returns whether a driver of this batch published that folder without completing it. */
  boolean isOursToComplete(Path folder) throws IOException {
    return !target.isComplete(folder) && isOurs(folder);
  }

  private boolean isOurs(Path folder) throws IOException {
    return lease.isStamped(folder) || !target.children(folder, names::isPendingOfRun).isEmpty();
  }

  /** Deletes the folders that drivers moved away for the result, which is complete. */
  void sweep() throws IOException {
    deleteDrafts();
    for (FileStatus former : target.formers()) {
      sweep(former.getPath());
    }
    if (!target.isComplete(target.path())) {
      throw new IOException("another driver has moved it away");
    }
  }

  private void sweep(Path former) throws IOException {
    boolean isOurs = isOurs(former);
    if (isOurs && target.isComplete(former) && !target.exists()) {
      target.putBack(former);
    } else if (isOurs
        || plan.saveMode() == SaveMode.OVERWRITE
        || names.isOfRun(former.getName())
        || target.isUnfinished(former)) {
      target.delete(former);
    }
  }
}
