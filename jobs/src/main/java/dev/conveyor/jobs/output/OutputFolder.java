package dev.conveyor.jobs.output;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.failure.TaskFailures;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.streaming.run.DurableFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The output folder of a batch, and one driver's steps to it. The driver writes the result beside
 * the output, in a draft with a hidden name, and moves it into place when it is whole. {@code
 * _SUCCESS} comes last.
 *
 * <p>Everything that a driver moves or deletes has a name of its own, see {@link DriverNames},
 * except for the former output. The driver checks its lease before and after each step, and puts
 * back what it moved away if it was fenced. {@code _SUCCESS} is a file of the driver's own that is
 * renamed; another driver's result has no such file. A successor deletes the drafts of earlier
 * drivers, so that a fenced driver has nothing left to move.
 *
 * <p>A driver that dies leaves its draft, which no batch reads. If it dies while it publishes, an
 * older result may lie beside the output, as {@code .OUTPUT.<run>.<token>-<n>.former}, and the
 * output is missing or has no {@code _SUCCESS}. The next batch with this output puts that result
 * back, or replaces it. Where a rename copies, as on S3, this holds for drivers that run one after
 * the other.
 */
public final class OutputFolder implements AutoCloseable {
  private final BatchPlan plan;
  private final Configuration configuration;
  private final ResultLease lease;
  private final OutputTarget target;
  private final OutputErrors errors;
  private final DriverNames names;
  private final Path draft;
  private final TaskFailures failures;
  private final OutputRecovery recovery;
  private final OutputSwap swap;
  private boolean isMoved;

  private OutputFolder(
      BatchPlan plan,
      Configuration configuration,
      ResultLease lease,
      Optional<String> before,
      OutputTarget target) {
    this.plan = plan;
    this.configuration = configuration;
    this.lease = lease;
    this.target = target;
    this.errors = new OutputErrors(plan);
    this.names = DriverNames.of(plan, target.path().getName(), lease.snapshot());
    this.draft = target.beside(names.draft());
    this.failures = new TaskFailures(draft, configuration);
    this.recovery = new OutputRecovery(plan, lease, target, names);
    this.swap = new OutputSwap(plan, lease, target, recovery, before);
  }

  /** Identifies the complete result that a batch finds; empty if there is none. */
  public static Optional<String> completed(BatchPlan plan, Configuration configuration) {
    try {
      return OutputTarget.of(plan, configuration).completed();
    } catch (IOException | IllegalArgumentException e) {
      throw new OutputErrors(plan).unusable(e);
    }
  }

  /**
   * Returns the folder for the driver with this lease. Changes nothing yet.
   *
   * @param before identifies the result that may be replaced, see {@link #completed}
   */
  public static OutputFolder of(
      BatchPlan plan, ResultLease lease, Optional<String> before, Configuration configuration) {
    try {
      OutputTarget target = OutputTarget.of(plan, configuration);
      new OutputChecks(plan).checkBelowRoot(target);
      return new OutputFolder(plan, configuration, lease, before, target);
    } catch (IOException | IllegalArgumentException e) {
      throw new OutputErrors(plan).unusable(e);
    }
  }

  @FunctionalInterface
  private interface FolderOperation {
    void run() throws IOException, InterruptedException;
  }

  private void attempt(FolderOperation operation) throws InterruptedException {
    try {
      operation.run();
    } catch (IOException e) {
      throw errors.unwritten(e);
    }
  }

  /**
   * Recovers from earlier drivers: deletes their drafts and their incomplete result, and puts back
   * an older result.
   *
   * @throws BatchException if that fails
   */
  public void settle() throws InterruptedException {
    attempt(recovery::settle);
  }

  /**
   * Checks the output, and creates a draft beside it.
   *
   * @throws BatchException as {@link OutputChecks#check} does, or if no draft can be created
   */
  public void open(List<FileStatus> inputs) {
    new OutputChecks(plan).check(inputs, target);
    try {
      if (!target.files().mkdirs(draft)) {
        throw errors.rejected("no folder can be created beside it", "name another folder");
      }
      failures.createFolder();
    } catch (IOException | IllegalArgumentException e) {
      throw errors.unusable(e);
    }
  }

  /** The folder to which engines write. */
  public Path draft() {
    return draft;
  }

  /**
   * Runs the final stage on the parts in the draft, and marks them as this driver's.
   *
   * @throws BatchException if that fails
   */
  public void finish() throws InterruptedException {
    attempt(
        () -> {
          failures.clear();
          new ResultEntries(plan).finish(draft, configuration);
          write(names.pending());
          if (lease.snapshot().isPresent()) {
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
   * Moves the draft to the path of the output, where it is not complete yet. If that fails, or
   * another driver has fenced this one, puts the former output back.
   *
   * @throws BatchException if that fails, or another result has appeared there
   */
  public void publish() throws InterruptedException {
    boolean done = false;
    try {
      attempt(this::moveIn);
      done = true;
    } finally {
      if (!done) {
        swap.putBack();
      }
    }
  }

  private void moveIn() throws IOException, InterruptedException {
    recovery.deleteDrafts();
    if (lease.snapshot().isPresent()) {
      DurableFiles.syncTree(target.files(), draft);
    }
    swap.moveIn(draft);
    isMoved = true;
    lease.ensureHeld();
  }

  /**
   * Completes the published result, and deletes the former one.
   *
   * @throws BatchException if that fails; the result may be complete or not then
   */
  public void complete() throws InterruptedException {
    attempt(
        () -> {
          lease.ensureHeld();
          Path pending = new Path(target.path(), names.pending());
          Path success = new Path(target.path(), OutputTarget.SUCCESS);
          try {
            if (!target.files().rename(pending, success)) {
              throw new FileNotFoundException("the file system did not rename " + pending);
            }
          } catch (FileNotFoundException e) {
            lease.ensureHeld();
            throw new IOException("another driver has moved it away", e);
          }
          lease.ensureHeld();
        });
    sweep();
  }

  /**
   * Makes the moves of a complete result durable, since its messages are released next. Deletes
   * what drivers moved away for it.
   *
   * @throws BatchException if that fails, or another driver has moved the result away
   */
  public void sweep() throws InterruptedException {
    attempt(
        () -> {
          if (lease.snapshot().isPresent()) {
            DurableFiles.syncFolder(target.files(), target.path());
            DurableFiles.syncFolder(target.files(), target.path().getParent());
          }
          recovery.sweep();
        });
  }

  /** Deletes a draft that did not become the result. */
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
