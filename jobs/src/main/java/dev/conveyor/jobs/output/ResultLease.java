package dev.conveyor.jobs.output;

import dev.conveyor.streaming.run.Snapshot;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The lease on the messages from which a driver makes a result, and whether a result may have been
 * published with them. Belongs to one thread.
 */
public final class ResultLease {
  private final Optional<Snapshot> snapshot;
  private boolean mayBePublished;

  /**
   * @param snapshot of the messages; empty for a batch over files only
   */
  public ResultLease(Optional<Snapshot> snapshot) {
    this.snapshot = snapshot;
    this.mayBePublished = snapshot.isPresent() && snapshot.get().isRepeated();
  }

  /** The messages; empty for a batch over files only. */
  public Optional<Snapshot> snapshot() {
    return snapshot;
  }

  /** Returns whether a driver of this snapshot wrote that folder. */
  boolean isStamped(Path folder) {
    return snapshot.isPresent() && snapshot.get().isStamped(folder.toString());
  }

  /**
   * Checks the lease right before a step that other drivers must not take.
   *
   * @throws dev.conveyor.streaming.FencedException if another driver has opened the run
   */
  public void ensureHeld() throws InterruptedException {
    if (snapshot.isPresent()) {
      snapshot.get().ensureHeld();
    }
  }

  /** Records that the draft is about to move into place: another driver may then complete it. */
  void publishing() {
    mayBePublished = snapshot.isPresent();
  }

  /** Records that the draft has not moved. */
  void notPublished() {
    mayBePublished = false;
  }

  /** Returns whether the complete result in that folder holds these messages. */
  public boolean isIn(Path output) {
    mayBePublished = snapshot.isPresent() && snapshot.get().isIn(output.toString());
    return mayBePublished;
  }

  /** Returns whether a result with these messages may be in place. */
  public boolean mayBePublished() {
    return mayBePublished;
  }
}
