package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.output.DriverNames;
import dev.conveyor.jobs.output.OutputChecks;
import dev.conveyor.jobs.output.OutputTarget;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.FileReason;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunException;
import dev.conveyor.streaming.run.RunPlan;
import dev.conveyor.streaming.run.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import dev.conveyor.jobs.input.BatchException;
import dev.conveyor.jobs.pipeline.BatchFigures;

/**
 * The messages of a batch, held still from before they are read until the result is complete; none
 * if its plan names no address. Closing gives them back unless a result may count with them.
 * Belongs to one thread.
 */
public final class ClaimedMessages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimedMessages.class);
  private static final String FIGURES = "_figures";
  private static final int LONGEST_MARK = 4_096;
  private static final int ATTEMPTS = 3;

  private final BatchPlan plan;
  private final Configuration configuration;
  private final Optional<Snapshot> snapshot;

  /** The mark of an earlier run of this command whose result is complete. */
  private final Optional<Path> finishedBefore;

  /** Whether there may be a result with them. */
  private boolean mayCount;

  private ClaimedMessages(
      BatchPlan plan,
      Configuration configuration,
      Optional<Snapshot> snapshot,
      Optional<Path> finishedBefore) {
    this.plan = plan;
    this.configuration = configuration;
    this.snapshot = snapshot;
    this.finishedBefore = finishedBefore;
    this.mayCount = snapshot.isPresent() && snapshot.get().isRepeated();
  }

  /**
   * Takes what waits, or what an earlier driver of this batch has left; nothing if there is only an
   * output to be finished.
   *
   * @throws BatchException if the output is not as needed; nothing is taken then
   */
  static ClaimedMessages take(BatchPlan plan, List<FileStatus> files, Configuration configuration)
      throws InterruptedException {
    if (plan.queues().isEmpty()) {
      OutputChecks.check(plan, files, configuration);
      return none(plan, configuration);
    }
    RunPlan queues = plan.queues().get();
    Optional<Path> before = finishedBefore(plan, configuration);
    if (before.isPresent() && Snapshot.isGone(queues, configuration)) {
      return new ClaimedMessages(plan, configuration, Optional.empty(), before);
    }
    if (before.isEmpty() && !Run.isRecorded(queues.folder(), configuration)) {
      OutputChecks.check(plan, files, configuration);
    }
    // Nothing is written down of an address that does not answer.
    for (Address address : queues.addresses()) {
      Transports.of(address).probe(address);
    }
    Snapshot snapshot = Snapshot.take(queues, configuration);
    return new ClaimedMessages(plan, configuration, Optional.of(snapshot), before);
  }

  /** The mark in a complete output that the same command has left there. */
  private static Optional<Path> finishedBefore(BatchPlan plan, Configuration configuration) {
    try {
      OutputTarget target = OutputTarget.of(plan, configuration);
      if (target.isComplete(target.path())) {
        for (FileStatus mark : target.children(target.path(), DriverNames::isUnreleased)) {
          try (InputStream in = target.files().open(mark.getPath())) {
            String text = new String(in.readNBytes(LONGEST_MARK), UTF_8);
            if (text.contains(plan.digest())) {
              return Optional.of(mark.getPath());
            }
          }
        }
      }
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw OutputChecks.unusable(plan, e);
    }
  }

  /** What an engine reads. */
  public Optional<Snapshot> snapshot() {
    return snapshot;
  }

  /** Without any: of a batch over files, or before messages are taken. */
  public static ClaimedMessages none(BatchPlan plan, Configuration configuration) {
    return new ClaimedMessages(plan, configuration, Optional.empty(), Optional.empty());
  }

  /** Whether an earlier run of the same command has completed the output, and not released. */
  boolean isFinishedBefore() {
    return finishedBefore.isPresent();
  }

  /**
   * The figures of an earlier driver, if it completed the output and died before its last step.
   * Messages that were not in it go back when this is closed.
   */
  Optional<BatchFigures> finished() {
    try {
      Path output = OutputTarget.of(plan, configuration).path();
      mayCount = snapshot.isPresent() && snapshot.get().isIn(output.toString());
      return mayCount || isFinishedBefore()
          ? Optional.of(figures(new Path(output, FIGURES)))
          : Optional.empty();
    } catch (IOException e) {
      throw BatchException.cannot(
          "read output " + plan.output(), e, "check the file system, then run the batch again");
    }
  }

  private BatchFigures figures(Path file) throws IOException {
    try (InputStream in = file.getFileSystem(configuration).open(file)) {
      return BatchFigures.read(in);
    }
  }

  /** Whether that folder was written by a driver of this snapshot. */
  public boolean isStamped(Path folder) {
    return snapshot.isPresent() && snapshot.get().isStamped(folder.toString());
  }

  /** Marks a draft as the result of these messages. */
  void stamp(Path draft, BatchFigures figures) throws InterruptedException {
    if (snapshot.isPresent()) {
      Path file = new Path(draft, FIGURES);
      try (OutputStream out = file.getFileSystem(configuration).create(file, true)) {
        figures.write(out);
      } catch (IOException e) {
        throw BatchException.cannot("write " + file, e, "free space there or name another output");
      }
      snapshot.get().stamp(draft.toString());
      ensureHeld();
    }
  }

  /** The draft is about to move into place: from now on another driver may complete it. */
  public void mayCount() {
    mayCount = snapshot.isPresent();
  }

  /** The draft did not move. */
  public void cannotCount() {
    mayCount = false;
  }

  /**
   * Asks right before a step that counts.
   *
   * @throws dev.conveyor.streaming.FencedException if another driver has taken them over
   */
  public void ensureHeld() throws InterruptedException {
    if (snapshot.isPresent()) {
      snapshot.get().ensureHeld();
    }
  }

  /**
   * The result is complete: what it was made of goes.
   *
   * @throws dev.conveyor.streaming.FencedException if another driver has taken them over
   */
  void release() throws InterruptedException {
    if (snapshot.isPresent() && mayCount) {
      snapshot.get().release();
    }
    unmark();
  }

  /**
   * Removes the marks from the result, or leaves that to the next run of this batch: a command that
   * failed now would be repeated, and replace its own result where it may.
   */
  private void unmark() {
    Optional<IOException> failure = Optional.empty();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        deleteMarks();
        return;
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
    LOG.warn(
        "{} is complete and released, but its mark stays until the next run: {}",
        plan.output(),
        FileReason.of(failure.get()));
  }

  private void deleteMarks() throws IOException {
    OutputTarget target = OutputTarget.of(plan, configuration);
    if (finishedBefore.isPresent()) {
      target.delete(finishedBefore.get());
    }
    if (snapshot.isPresent()) {
      DriverNames names = DriverNames.of(plan, target.path().getName(), snapshot);
      for (FileStatus mark : target.children(target.path(), names::isUnreleasedOfRun)) {
        target.delete(mark.getPath());
      }
    }
  }

  @Override
  public void close() {
    if (snapshot.isPresent() && mayCount) {
      snapshot.get().close();
    } else if (snapshot.isPresent()) {
      giveBack(snapshot.get());
    }
  }

  /**
   * What goes wrong here is less than what went wrong before. A step that an interrupt has ended
   * may have thrown an exception of its own, and left the thread interrupted.
   */
  private static void giveBack(Snapshot held) {
    boolean isInterrupted = Thread.interrupted(); // Or files and sockets fail at once.
    try {
      held.giveBack();
    } catch (TransportException | RunException e) {
      LOG.warn(
          "{} stays claimed; run the batch again, or give it back with conveyor queue: {}",
          held.plan().addresses(),
          e.getMessage());
    } catch (InterruptedException e) {
      LOG.warn("{} stays claimed; run the batch again", held.plan().addresses());
      isInterrupted = true;
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
