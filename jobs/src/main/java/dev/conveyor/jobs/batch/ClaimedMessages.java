package dev.conveyor.jobs.batch;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.output.OutputChecks;
import dev.conveyor.jobs.output.OutputErrors;
import dev.conveyor.jobs.output.OutputTarget;
import dev.conveyor.jobs.output.ResultLease;
import dev.conveyor.jobs.output.UnreleasedMarks;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchPlan;
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

/**
 * The messages of a batch, claimed from before they are read until the result is complete. Holds
 * none if the plan names no address. Closing returns them to their queues, unless a result with
 * them may be in place. Belongs to one thread.
 */
final class ClaimedMessages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimedMessages.class);
  private static final String COUNTS = "_figures";
  private static final int ATTEMPTS = 3;

  private final BatchPlan plan;
  private final Configuration configuration;
  private final ResultLease lease;

  /** The mark of an earlier run of this command whose result is complete. */
  private final Optional<Path> earlierMark;

  private ClaimedMessages(
      BatchPlan plan,
      Configuration configuration,
      Optional<Snapshot> snapshot,
      Optional<Path> earlierMark) {
    this.plan = plan;
    this.configuration = configuration;
    this.lease = new ResultLease(snapshot);
    this.earlierMark = earlierMark;
  }

  /**
   * Claims the waiting messages, or those of an earlier driver of this batch. Claims none if only
   * an output has to be finished.
   *
   * @throws BatchException if the output cannot be written; nothing is claimed then
   */
  static ClaimedMessages claim(BatchPlan plan, List<FileStatus> files, Configuration configuration)
      throws InterruptedException {
    if (plan.queues().isEmpty()) {
      new OutputChecks(plan).check(files, configuration);
      return new ClaimedMessages(plan, configuration, Optional.empty(), Optional.empty());
    }
    RunPlan queues = plan.queues().get();
    Optional<Path> earlierMark = earlierMark(plan, configuration);
    if (earlierMark.isPresent() && Snapshot.isGone(queues, configuration)) {
      return new ClaimedMessages(plan, configuration, Optional.empty(), earlierMark);
    }
    if (earlierMark.isEmpty() && !Run.exists(queues.folder(), configuration)) {
      new OutputChecks(plan).check(files, configuration);
    }
    // No checkpoint names an address that does not answer.
    for (Address address : queues.addresses()) {
      Transports.endpoint(address).probe();
    }
    Snapshot snapshot = Snapshot.take(queues, configuration);
    return new ClaimedMessages(plan, configuration, Optional.of(snapshot), earlierMark);
  }

  private static Optional<Path> earlierMark(BatchPlan plan, Configuration configuration) {
    try {
      return UnreleasedMarks.of(plan, configuration).ofSameCommand();
    } catch (IOException | IllegalArgumentException e) {
      throw new OutputErrors(plan).unusable(e);
    }
  }

  ResultLease lease() {
    return lease;
  }

  /** The messages that an engine reads. */
  Optional<Snapshot> snapshot() {
    return lease.snapshot();
  }

  /**
   * Returns the counts of an earlier driver, if it completed the output and died before its last
   * step. Messages that are not in that output are returned when this is closed.
   */
  Optional<BatchCounts> finished() {
    try {
      Path output = OutputTarget.of(plan, configuration).path();
      return lease.isIn(output) || earlierMark.isPresent()
          ? Optional.of(counts(new Path(output, COUNTS)))
          : Optional.empty();
    } catch (IOException e) {
      throw BatchException.cannot(
          "read output " + plan.output(), e, "check the file system, then run the batch again");
    }
  }

  private BatchCounts counts(Path file) throws IOException {
    try (InputStream in = file.getFileSystem(configuration).open(file)) {
      return BatchCounts.read(in);
    }
  }

  /** Marks a draft as the result of these messages. */
  void stamp(Path draft, BatchCounts counts) throws InterruptedException {
    if (snapshot().isPresent()) {
      Path file = new Path(draft, COUNTS);
      try (OutputStream out = file.getFileSystem(configuration).create(file, true)) {
        counts.write(out);
      } catch (IOException e) {
        throw BatchException.cannot("write " + file, e, "free space there or name another output");
      }
      snapshot().get().stamp(draft.toString());
      lease.ensureHeld();
    }
  }

  /**
   * Releases the messages, after the result is complete.
   *
   * @throws dev.conveyor.streaming.FencedException if another driver has taken them over
   */
  void release() throws InterruptedException {
    if (lease.mayBePublished()) {
      snapshot().get().release();
    }
    deleteMarks();
  }

  /**
   * Deletes the marks from the result. On failure leaves that to the next run of this batch: a
   * command that failed now would be repeated, and might replace its own result.
   */
  private void deleteMarks() {
    Optional<IOException> failure = Optional.empty();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        UnreleasedMarks marks = UnreleasedMarks.of(plan, configuration);
        if (earlierMark.isPresent()) {
          marks.delete(earlierMark.get());
        }
        if (snapshot().isPresent()) {
          marks.deleteOf(snapshot().get());
        }
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

  @Override
  public void close() {
    if (lease.mayBePublished()) {
      snapshot().get().close();
    } else if (snapshot().isPresent()) {
      returnMessages(snapshot().get());
    }
  }

  /**
   * Returns the messages to their queues. Only warns on failure, since an earlier error is being
   * thrown. A step that an interrupt has ended may have thrown another exception, and left the
   * thread interrupted.
   */
  private static void returnMessages(Snapshot snapshot) {
    boolean isInterrupted = Thread.interrupted(); // Or files and sockets fail at once.
    try {
      snapshot.requeue();
    } catch (TransportException | RunException e) {
      LOG.warn(
          "{} stays claimed; run the batch again, or return it with conveyor queue: {}",
          snapshot.plan().addresses(),
          e.getMessage());
    } catch (InterruptedException e) {
      LOG.warn("{} stays claimed; run the batch again", snapshot.plan().addresses());
      isInterrupted = true;
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
