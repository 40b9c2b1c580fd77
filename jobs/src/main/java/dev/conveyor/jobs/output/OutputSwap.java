package dev.conveyor.jobs.output;

import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.plan.SaveMode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Moves one draft to the path of the output, and the former output out of its way. Belongs to one
 * thread.
 */
final class OutputSwap {
  private static final int MAX_ATTEMPTS = 5;

  private final BatchPlan plan;
  private final ResultLease lease;
  private final OutputTarget target;
  private final OutputRecovery recovery;

  /** Identifies the output that may be replaced. */
  private final Optional<String> before;

  private final Deque<Path> movedAway = new ArrayDeque<>();

  OutputSwap(
      BatchPlan plan,
      ResultLease lease,
      OutputTarget target,
      OutputRecovery recovery,
      Optional<String> before) {
    this.plan = plan;
    this.lease = lease;
    this.target = target;
    this.recovery = recovery;
    this.before = before;
  }

  /**
   * Moves the draft into place.
   *
   * @throws dev.conveyor.jobs.failure.BatchException if another result has appeared there
   */
  void moveIn(Path draft) throws IOException, InterruptedException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      moveAway();
      lease.ensureHeld();
      lease.publishing();
      if (target.move(draft, target.path())) {
        return;
      }
      lease.notPublished();
    }
    throw appeared();
  }

  private void moveAway() throws IOException, InterruptedException {
    if (!target.exists()) {
      return;
    }
    if (!isReplaceable(target.path())) {
      throw appeared();
    }
    lease.ensureHeld();
    Optional<Path> away = recovery.moveAway();
    away.ifPresent(movedAway::push);
    if (away.isPresent() && !isReplaceable(away.get())) {
      throw appeared();
    }
    lease.ensureHeld();
  }

  /** Returns false for a result that was completed after this command began. */
  private boolean isReplaceable(Path folder) throws IOException {
    return recovery.isOursToComplete(folder)
        || (plan.saveMode() == SaveMode.OVERWRITE
            && (!target.isComplete(folder) || target.completed(folder).equals(before)));
  }

  private RuntimeException appeared() {
    return new OutputErrors(plan)
        .rejected("another result has appeared there", "name another folder");
  }

  /** Puts former results back. Only warns on failure, since an earlier error is being thrown. */
  void putBack() {
    try {
      for (Path former : movedAway) {
        if (!recovery.isOursToComplete(former)) {
          target.putBack(former);
        }
      }
    } catch (IOException | RuntimeException e) {
      target.warnOfFormer(e);
    }
  }
}
