package dev.conveyor.jobs.output;

import dev.conveyor.jobs.input.BatchException;
import dev.conveyor.jobs.batch.BatchPlan;
import dev.conveyor.jobs.batch.ClaimedMessages;
import dev.conveyor.jobs.batch.TaskFailure;
import dev.conveyor.streaming.run.DurableFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a result, and one driver's steps to it. The result is written beside the output, in
 * a draft with a hidden name, and moved into place when it is whole; {@code _SUCCESS} comes last.
 *
 * <p>All that a driver moves or deletes bears a name of its own, see {@link DriverNames}, except
 * for what lies in the output before it. The fence is asked before and after each step; what a
 * driver moved away goes back if it was fenced. {@code _SUCCESS} is a file of the driver's own that
 * gets this name: where another driver's result lies, there is none. A successor removes the drafts
 * of the drivers before it, so that a fenced driver has nothing left to move.
 *
 * <p>A driver that dies leaves its draft, which no batch reads. If it dies while it publishes, an
 * older result may lie beside the output, as {@code .OUTPUT.<run>.<token>-<n>.former}, and the
 * output is missing or holds no {@code _SUCCESS}. The next batch with this output puts that result
 * back, or replaces it. Where a rename copies, as on S3, the same holds while drivers come one
 * after the other.
 */
public final class OutputFolder implements AutoCloseable {
  private static final int TRIES = 5;

  private final BatchPlan plan;
  private final Configuration configuration;
  private final ClaimedMessages messages;
  private final Optional<String> before;
  private final OutputTarget target;
  private final DriverNames names;
  private final Path draft;
  private final Leftovers leftovers;
  private final Deque<Path> movedAway = new ArrayDeque<>();
  private boolean isMoved;

  private OutputFolder(
      BatchPlan plan,
      Configuration configuration,
      ClaimedMessages messages,
      Optional<String> before,
      OutputTarget target) {
    this.before = before;
    this.plan = plan;
    this.configuration = configuration;
    this.messages = messages;
    this.target = target;
    this.names = DriverNames.of(plan, target.path().getName(), messages.snapshot());
    this.draft = target.beside(names.draft());
    this.leftovers = new Leftovers(plan, messages, target, names);
  }

  /** When the result was completed that a batch finds; empty if there is none. */
  public static Optional<String> completed(BatchPlan plan, Configuration configuration) {
    try {
      return OutputTarget.of(plan, configuration).completed();
    } catch (IOException | IllegalArgumentException e) {
      throw OutputChecks.unusable(plan, e);
    }
  }

  /**
   * Of the driver that holds these messages. Changes nothing yet.
   *
   * @param before of the result that may be replaced, see {@link #completed}
   */
  public static OutputFolder of(
      BatchPlan plan,
      ClaimedMessages messages,
      Optional<String> before,
      Configuration configuration) {
    try {
      OutputTarget target = OutputTarget.of(plan, configuration);
      OutputChecks.checkBelowRoot(plan, target);
      return new OutputFolder(plan, configuration, messages, before, target);
    } catch (IOException | IllegalArgumentException e) {
      throw OutputChecks.unusable(plan, e);
    }
  }

  @FunctionalInterface
  private interface Step {
    void make() throws IOException, InterruptedException;
  }

  private void attempt(Step step) throws InterruptedException {
    try {
      step.make();
    } catch (IOException e) {
      throw OutputChecks.unwritten(plan, e);
    }
  }

  /**
   * Ends what earlier drivers have left: removes their drafts and what they had moved here without
   * completing it, and puts back an older result.
   *
   * @throws BatchException if it cannot
   */
  public void settle() throws InterruptedException {
    attempt(leftovers::settle);
  }

  /**
   * Checks the output, and begins a draft beside it.
   *
   * @throws BatchException as {@link OutputChecks#check} does, or if there can be no draft
   */
  public void open(List<FileStatus> inputs) {
    OutputChecks.check(plan, target, inputs);
    try {
      if (!target.files().mkdirs(draft)) {
        throw OutputChecks.refused(plan, "no folder can be made beside it", "name another folder");
      }
      TaskFailure.expect(draft, target.files());
    } catch (IOException | IllegalArgumentException e) {
      throw OutputChecks.unusable(plan, e);
    }
  }

  /** Where engines write. */
  public Path draft() {
    return draft;
  }

  /**
   * The parts are there: runs the final stage on them, and marks them as this driver's.
   *
   * @throws BatchException if it cannot
   */
  public void finish() throws InterruptedException {
    attempt(
        () -> {
          TaskFailure.forget(draft, target.files());
          ResultEntries.finish(plan, draft, configuration);
          write(names.pending());
          if (messages.snapshot().isPresent()) {
            write(names.unreleased());
          }
        });
  }

  private void write(String name) throws IOException {
    try (OutputStream out = target.files().create(new Path(draft, name), true)) {
      out.write(names.mark(plan));
    }
  }

  /**
   * Moves the draft into its place; it does not count there yet. If that fails, or another driver
   * has taken over, what lay there goes back.
   *
   * @throws BatchException if it cannot, or another result has appeared there meanwhile
   */
  public void publish() throws InterruptedException {
    boolean done = false;
    try {
      attempt(this::moveIn);
      done = true;
    } finally {
      if (!done) {
        putBack();
      }
    }
  }

  private void moveIn() throws IOException, InterruptedException {
    leftovers.deleteDrafts();
    if (messages.snapshot().isPresent()) {
      DurableFiles.syncTree(target.files(), draft);
    }
    for (int tries = 0; tries < TRIES; tries++) {
      moveAway();
      messages.ensureHeld();
      messages.mayCount();
      if (target.move(draft, target.path())) {
        isMoved = true;
        messages.ensureHeld();
        return;
      }
      messages.cannotCount();
    }
    throw OutputChecks.appeared(plan);
  }

  private void moveAway() throws IOException, InterruptedException {
    if (!target.exists()) {
      return;
    }
    if (!isReplaceable(target.path())) {
      throw OutputChecks.appeared(plan);
    }
    messages.ensureHeld();
    Optional<Path> away = leftovers.moveAway();
    away.ifPresent(movedAway::push);
    if (away.isPresent() && !isReplaceable(away.get())) {
      throw OutputChecks.appeared(plan);
    }
    messages.ensureHeld();
  }

  /** What was completed since this command began is never replaced. */
  private boolean isReplaceable(Path folder) throws IOException {
    return leftovers.isOursToComplete(folder)
        || (plan.existing() == SaveMode.REPLACE
            && (!target.isComplete(folder) || target.completed(folder).equals(before)));
  }

  /** What goes wrong here is less than what went wrong before. */
  private void putBack() {
    try {
      for (Path former : movedAway) {
        if (!leftovers.isOursToComplete(former)) {
          target.putBack(former);
        }
      }
    } catch (IOException | RuntimeException e) {
      OutputChecks.warnOfFormer(target, e);
    }
  }

  /**
   * Makes what was published count; what was there before goes.
   *
   * @throws BatchException if it cannot; the result may count or not then
   */
  public void complete() throws InterruptedException {
    attempt(
        () -> {
          messages.ensureHeld();
          Path pending = new Path(target.path(), names.pending());
          Path success = new Path(target.path(), OutputTarget.SUCCESS);
          try {
            if (!target.files().rename(pending, success)) {
              throw new FileNotFoundException("the file system did not rename " + pending);
            }
          } catch (FileNotFoundException e) {
            messages.ensureHeld();
            throw new IOException("another driver has moved it away", e);
          }
          messages.ensureHeld();
        });
    sweep();
  }

  /**
   * The result is complete: makes its moves outlast a loss of power, since what it was made of is
   * released next, and removes what drivers moved away for it.
   *
   * @throws BatchException if it cannot, or another driver has moved the result away
   */
  public void sweep() throws InterruptedException {
    attempt(
        () -> {
          if (messages.snapshot().isPresent()) {
            DurableFiles.syncFolder(target.files(), target.path());
            DurableFiles.syncFolder(target.files(), target.path().getParent());
          }
          leftovers.sweep();
        });
  }

  /** Removes what did not become the result. */
  @Override
  public void close() {
    if (isMoved) {
      return;
    }
    try {
      target.delete(draft);
    } catch (IOException e) {
      throw BatchException.cannot("remove " + draft, e, "remove it by hand");
    }
  }
}
