package dev.conveyor.jobs.output;

import dev.conveyor.jobs.batch.BatchPlan;
import dev.conveyor.jobs.batch.ClaimedMessages;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** What earlier drivers of a batch have left in and beside its output. Belongs to one thread. */
final class Leftovers {
  private final BatchPlan plan;
  private final ClaimedMessages messages;
  private final OutputTarget target;
  private final DriverNames names;
  private int moves;

  Leftovers(BatchPlan plan, ClaimedMessages messages, OutputTarget target, DriverNames names) {
    this.plan = plan;
    this.messages = messages;
    this.target = target;
    this.names = names;
  }

  /** Removes drafts, and what a driver had moved in without completing it; puts results back. */
  void settle() throws IOException, InterruptedException {
    messages.ensureHeld();
    deleteDrafts();
    if (isOursToComplete(target.path())) {
      deleteUnfinished();
    }
    target.restore();
  }

  /** Of earlier drivers of the same snapshot, which then have nothing to move any more. */
  void deleteDrafts() throws IOException {
    Path parent = target.path().getParent();
    for (FileStatus left : target.children(parent, names::isEarlierDraft)) {
      target.delete(left.getPath());
    }
  }

  /** Another driver may complete or replace it while it is moved: that one stays. */
  private void deleteUnfinished() throws IOException, InterruptedException {
    Optional<Path> away = moveAway();
    if (away.isPresent()) {
      if (isOursToComplete(away.get())) {
        messages.ensureHeld();
        target.delete(away.get());
      } else {
        target.putBack(away.get());
      }
    }
  }

  /** Moves what lies in the output to a name that was never used; empty if nothing lies there. */
  Optional<Path> moveAway() throws IOException {
    return target.moveAway(names.former(++moves));
  }

  /** Whether a driver of this batch moved that folder into place, and did not complete it. */
  boolean isOursToComplete(Path folder) throws IOException {
    return !target.isComplete(folder) && isOurs(folder);
  }

  private boolean isOurs(Path folder) throws IOException {
    return messages.isStamped(folder) || !target.children(folder, names::isPendingOfRun).isEmpty();
  }

  /** The result is complete: removes what drivers moved away for it. */
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
        || plan.existing() == SaveMode.REPLACE
        || names.isOfRun(former.getName())
        || target.isUnfinished(former)) {
      target.delete(former);
    }
  }
}
