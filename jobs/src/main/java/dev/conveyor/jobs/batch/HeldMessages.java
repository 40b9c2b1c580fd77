package dev.conveyor.jobs.batch;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunException;
import dev.conveyor.streaming.run.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of a batch, held still from before they are read until the result is complete; none
 * if its plan names no address. Closing gives them back unless a result may count with them.
 * Belongs to one thread.
 */
final class HeldMessages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldMessages.class);
  private static final String FIGURES = "_figures";

  private final BatchPlan plan;
  private final Configuration configuration;
  private final Optional<Snapshot> snapshot;

  /** Whether there may be a result with them. */
  private boolean mayCount;

  private HeldMessages(BatchPlan plan, Configuration configuration, Optional<Snapshot> snapshot) {
    this.plan = plan;
    this.configuration = configuration;
    this.snapshot = snapshot;
    this.mayCount = snapshot.isPresent() && snapshot.get().isRepeated();
  }

  /** Whether an earlier driver of this batch has left messages, perhaps with its result. */
  static boolean areLeft(BatchPlan plan, Configuration configuration) {
    return plan.queues().isPresent() && Run.isRecorded(plan.queues().get().folder(), configuration);
  }

  static HeldMessages take(BatchPlan plan, Configuration configuration)
      throws InterruptedException {
    if (plan.queues().isEmpty()) {
      return new HeldMessages(plan, configuration, Optional.empty());
    }
    // Nothing is written down of an address that nobody answers at.
    for (Address address : plan.queues().get().addresses()) {
      Transports.of(address).probe(address);
    }
    Snapshot snapshot = Snapshot.take(plan.queues().get(), configuration);
    return new HeldMessages(plan, configuration, Optional.of(snapshot));
  }

  /** What an engine reads. */
  Optional<Snapshot> snapshot() {
    return snapshot;
  }

  /** The figures of an earlier driver, if it has completed the output and died before it let go. */
  Optional<BatchFigures> finished() {
    if (snapshot.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path place = OutputFolder.place(plan, configuration);
      mayCount = snapshot.get().isIn(place.toString());
      return mayCount ? Optional.of(figures(new Path(place, FIGURES))) : Optional.empty();
    } catch (IOException e) {
      throw BatchException.cannot(
          "read output " + plan.output(), e, "see to the file system, then run the batch again");
    }
  }

  private BatchFigures figures(Path file) throws IOException {
    try (InputStream in = file.getFileSystem(configuration).open(file)) {
      return BatchFigures.read(in);
    }
  }

  /** Marks a draft as the result of these messages, which may count from now on. */
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
      mayCount = true;
    }
  }

  /**
   * Asks right before a step that counts.
   *
   * @throws dev.conveyor.streaming.FencedException if another driver has taken them over
   */
  void ensureHeld() throws InterruptedException {
    if (snapshot.isPresent()) {
      snapshot.get().ensureHeld();
    }
  }

  /** The result is complete. */
  void release() throws InterruptedException {
    if (snapshot.isPresent()) {
      snapshot.get().release();
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

  /** What goes wrong here is less than what went wrong before. */
  private static void giveBack(Snapshot held) {
    try {
      held.giveBack();
    } catch (TransportException | RunException e) {
      LOG.warn(
          "{} stays claimed; run the batch again, or give it back with conveyor queue: {}",
          held.plan().addresses(),
          e.getMessage());
    } catch (InterruptedException e) {
      LOG.warn("{} stays claimed; run the batch again", held.plan().addresses());
      Thread.currentThread().interrupt();
    }
  }
}
