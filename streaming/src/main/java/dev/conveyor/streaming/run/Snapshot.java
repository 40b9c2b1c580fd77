package dev.conveyor.streaming.run;

import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that wait at the addresses of a plan, claimed for one batch. Any task on any machine
 * may read its parts any number of times until it is released. It holds all messages that waited
 * when it was begun, and may hold some that came while it was taken. Safe for threads.
 *
 * <pre>
 * try (Snapshot snapshot = Snapshot.take(plan, configuration)) {
 *   if (!snapshot.isIn(output)) {
 *     List&lt;Long&gt; read = …;       // read the parts, write a draft that has no readers
 *     snapshot.verify(read);
 *     snapshot.ensureHeld();
 *     snapshot.stamp(draft);
 *     …                           // make the draft the output, _SUCCESS last
 *   }
 *   snapshot.release();
 * }
 * </pre>
 *
 * <p>Done like that, each message of a list is in one output, whatever dies. A successor with the
 * same checkpoint gets the same messages, or finds the stamp in the finished output and only
 * releases. Each snapshot reads a stream wholly. Of two snapshots of one list, each message is in
 * one. A draft needs a name of its own for each {@link #token}: tasks of a driver that died may
 * still write to theirs.
 *
 * <p>The messages of an abandoned snapshot stay claimed beside their list under the name of its
 * run, until a driver takes the snapshot again or {@link #drop drops} it. The lease is renewed
 * until the snapshot is closed, however long the batch takes.
 */
public final class Snapshot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

  private final Run run;
  private final SnapshotCheckpoints checkpoints;
  private final Configuration configuration;
  private final List<RunBatch> batches;
  private final boolean isRepeated;

  private Snapshot(
      Run run,
      SnapshotCheckpoints checkpoints,
      Configuration configuration,
      List<RunBatch> batches,
      boolean isRepeated) {
    this.run = run;
    this.checkpoints = checkpoints;
    this.configuration = configuration;
    this.batches = batches;
    this.isRepeated = isRepeated;
  }

  /**
   * Takes a snapshot, or continues the one that an earlier driver has left in the checkpoint of the
   * plan. If it fails or is interrupted before it is whole, nothing counts yet: its claims and
   * those of earlier drivers are returned, unless another driver has fenced it. A whole one stays
   * for its next driver.
   *
   * @param plan whose checkpoint must belong to this batch alone; it is deleted at the end
   * @throws LossException if messages were lost, and the plan says to end then
   * @throws RunException if the checkpoint is of another plan, cannot be read or written, or
   *     another driver is alive
   * @throws TransportException if another driver is alive, or an address cannot be read
   * @throws dev.conveyor.streaming.AddressException if an address can only be read live
   */
  public static Snapshot take(RunPlan plan, Configuration configuration)
      throws InterruptedException {
    SnapshotCheckpoints checkpoints =
        new SnapshotCheckpoints(new CheckpointFolder(plan.folder(), configuration));
    checkpoints.prepare();
    Run run = opened(plan, configuration, checkpoints);
    try {
      if (SnapshotEnd.finishEarlier(run)) {
        return take(plan, configuration);
      }
      List<RunBatch> found = run.unreleased();
      boolean isWhole = SnapshotCreation.isWhole(found);
      List<RunBatch> batches = isWhole ? found : SnapshotCreation.complete(run, found);
      return new Snapshot(run, checkpoints, configuration, batches, isWhole);
    } catch (InterruptedException | RuntimeException | Error e) {
      run.close();
      checkpoints.leave(run.name(), run.token());
      throw e;
    }
  }

  /**
   * Drops a snapshot whose driver is gone: releases it if its output is complete, and otherwise
   * returns its messages to the head of their list, in order. Deletes its checkpoint. Repeatable.
   *
   * @param plan of its run, see {@link Run#planOf}
   * @param name of its run
   * @param output the folder of its output, if that is known
   * @return the number of messages that were returned
   * @throws RunException if the checkpoint is of another run or cannot be read, or another driver
   *     is alive; no message is returned then
   * @throws TransportException if an address does not answer
   */
  public static long drop(
      RunPlan plan, String name, Optional<String> output, Configuration configuration)
      throws InterruptedException {
    RunFile.ensureOf(plan, name, configuration);
    SnapshotCheckpoints checkpoints =
        new SnapshotCheckpoints(new CheckpointFolder(plan.folder(), configuration));
    checkpoints.prepare();
    Run run = opened(plan, configuration, checkpoints);
    try (Snapshot snapshot =
        new Snapshot(run, checkpoints, configuration, run.unreleased(), true)) {
      run.ensureNamed(name);
      boolean isComplete = SnapshotEnd.isReleasing(run) || output.map(snapshot::isIn).orElse(false);
      if (isComplete && !run.isDropped()) {
        SnapshotEnd.release(run, snapshot.batches);
      }
      return run.drop();
    }
  }

  private static Run opened(
      RunPlan plan, Configuration configuration, SnapshotCheckpoints checkpoints)
      throws InterruptedException {
    try {
      return RunOpener.openToDrop(plan, configuration);
    } catch (InterruptedException | RuntimeException | Error e) {
      checkpoints.leave();
      throw e;
    }
  }

  /** Returns the name of the run, the same for each driver of this snapshot and for no other. */
  public String name() {
    return run.name();
  }

  /** Returns the token of this driver, higher than those of all before it. */
  public long token() {
    return run.token();
  }

  public RunPlan plan() {
    return run.plan();
  }

  /** Returns whether an earlier driver took the snapshot and has not finished it. */
  public boolean isRepeated() {
    return isRepeated;
  }

  /** Returns the number of messages of each address of the plan. */
  public List<Long> messages() {
    List<Long> messages = new ArrayList<>();
    for (int index = 0; index < run.plan().addresses().size(); index++) {
      int address = index;
      messages.add(
          batches.stream().mapToLong(batch -> batch.ranges().get(address).messages()).sum());
    }
    return messages;
  }

  /**
   * Cuts the snapshot into parts, in order for each address.
   *
   * @param parallelism about how many; a shared list has at least one for each 10,000 messages
   */
  public List<SnapshotPart> parts(int parallelism) throws InterruptedException {
    double all = messages().stream().mapToLong(Long::longValue).sum();
    List<SnapshotPart> parts = new ArrayList<>();
    for (RunBatch batch : batches) {
      for (int address = 0; address < batch.ranges().size(); address++) {
        long messages = batch.ranges().get(address).messages();
        int share = (int) Math.max(1, Math.ceil(parallelism * (messages / all)));
        List<Slice> slices = messages == 0 ? List.of() : run.slices(batch, address, share);
        for (Slice slice : slices) {
          parts.add(new SnapshotPart(address, slice, messages / slices.size()));
        }
      }
    }
    return parts;
  }

  /**
   * Compares the messages that were read with those that it holds. To be called before the output
   * counts.
   *
   * @param read number of messages of each address, counting every part once
   * @return known losses, before the snapshot was taken and since
   * @throws LossException if there are any since, and the plan says {@link OnLoss#FAIL}
   */
  public List<Loss> verify(List<Long> read) {
    List<Loss> losses = new ArrayList<>();
    List<Long> held = messages();
    for (int address = 0; address < held.size(); address++) {
      losses.add(Loss.since(held.get(address), read.get(address)));
    }
    if (plan().onLoss() == OnLoss.FAIL) {
      LossException.ensureNone(plan().addresses(), losses);
    }
    batches.forEach(batch -> batch.ranges().stream().map(Range::loss).forEach(losses::add));
    losses.removeIf(Loss::isNone);
    return losses;
  }

  /**
   * Checks that this driver still holds the snapshot. Call it before the output counts.
   *
   * @throws FencedException if another driver holds it
   */
  public void ensureHeld() throws InterruptedException {
    run.ensureHeld();
  }

  /**
   * Returns whether a plan has no checkpoint, as after a finished release. Deletes an empty folder.
   */
  public static boolean isGone(RunPlan plan, Configuration configuration) {
    return new SnapshotCheckpoints(new CheckpointFolder(plan.folder(), configuration))
        .removeIfEmpty();
  }

  /**
   * Writes into a folder, as the file {@code _snapshot}, that it holds the results of this
   * snapshot: a line of JSON with the name of its run and the token of its driver.
   *
   * @throws RunException if that cannot be written
   */
  public void stamp(String folder) {
    new SnapshotStamp(folder, configuration).write(name(), token());
  }

  /** Returns whether a folder has the stamp of this snapshot, by any of its drivers. */
  public boolean isStamped(String folder) {
    return new SnapshotStamp(folder, configuration).isOf(name());
  }

  /** Returns whether a folder has the stamp of this snapshot, and {@code _SUCCESS}. */
  public boolean isIn(String folder) {
    return new SnapshotStamp(folder, configuration).isComplete() && isStamped(folder);
  }

  /**
   * Releases the messages, since the output is complete, deletes the checkpoint, and closes the
   * snapshot. A release that fails is repeated when the snapshot is taken again.
   *
   * @throws FencedException if another driver holds it; nothing is released then
   */
  public void release() throws InterruptedException {
    SnapshotEnd.release(run, batches);
    try {
      run.drop();
    } catch (RunException | TransportException e) {
      LOG.warn("run {} is done, but could not be dropped: {}", name(), e.getMessage());
    } finally {
      close();
    }
  }

  /**
   * Returns the messages to the head of their list, in order, deletes the checkpoint, and closes
   * the snapshot: there will be no output.
   *
   * @throws TransportException if that fails; the snapshot stays for its next driver then
   */
  public void requeue() throws InterruptedException {
    try {
      run.drop();
    } finally {
      close();
    }
  }

  /** Gives up the lease. Unless released or requeued, the snapshot stays for its next driver. */
  @Override
  public void close() {
    run.close();
    checkpoints.leave(name(), token());
  }
}
