package dev.conveyor.streaming.run;

import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits at the addresses of a plan, held still for one batch: any task on any machine may read
 * its parts any number of times until it is released. It holds all that waited when it was begun,
 * and perhaps some of what came while it was being taken. Safe for threads.
 *
 * <pre>
 * try (Snapshot snapshot = Snapshot.take(plan, configuration)) {
 *   if (!snapshot.isIn(output)) {
 *     List&lt;Long&gt; read = …;       // read the parts, write a draft that nobody reads
 *     snapshot.verify(read);
 *     snapshot.ensureHeld();
 *     snapshot.stamp(draft);
 *     …                           // make the draft the output, _SUCCESS last
 *   }
 *   snapshot.release();
 * }
 * </pre>
 *
 * <p>Done like that, each message of a list is in one output, whatever dies: a driver that comes
 * after one that died, with the same record, gets the same messages, or finds the stamp in the
 * finished output and only releases. A stream is read wholly by each snapshot. Of two snapshots of
 * one list each message is in one. A draft needs a name of its own for each {@link #token}: tasks
 * of a driver that died may still write to theirs.
 *
 * <p>If nobody takes it again, what an abandoned snapshot holds stays beside its list under the
 * name of its run, until that run is {@linkplain dev.conveyor.streaming.QueueAdmin#forgetRun
 * forgotten}; its record has to be removed then as well, or the next driver misses what went back.
 * The lease is renewed until the snapshot is closed, however long the batch takes.
 */
public final class Snapshot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);
  private static final String STAMP = "_snapshot";
  private static final String SUCCESS = "_SUCCESS";

  private final Run run;
  private final SnapshotCheckpoints record;
  private final Configuration configuration;
  private final List<RunBatch> batches;
  private final boolean isRepeated;

  private Snapshot(
      Run run,
      SnapshotCheckpoints record,
      Configuration configuration,
      List<RunBatch> batches,
      boolean isRepeated) {
    this.run = run;
    this.record = record;
    this.configuration = configuration;
    this.batches = batches;
    this.isRepeated = isRepeated;
  }

  /**
   * Takes a snapshot, or takes up the one that an earlier driver has left in the record of the
   * plan. If it fails or is interrupted before all is held, nothing counts yet: it returns what it
   * and earlier drivers have claimed, unless another driver has fenced it. A whole one stays for
   * its next driver.
   *
   * @param plan the folder of its record must belong to this batch alone; it goes at the end
   * @throws LossException if messages were lost, and the plan says to end then
   * @throws RunException if the record is of another plan, cannot be read or written, or another
   *     driver is alive
   * @throws TransportException if another driver is alive, or an address cannot be read
   * @throws dev.conveyor.streaming.AddressException if an address can only be read live
   */
  public static Snapshot take(RunPlan plan, Configuration configuration)
      throws InterruptedException {
    SnapshotCheckpoints record =
        new SnapshotCheckpoints(new CheckpointFolder(plan.folder(), configuration));
    record.prepare();
    Run run = opened(plan, configuration, record);
    try {
      if (tidied(run)) {
        return take(plan, configuration);
      }
      List<RunBatch> found = run.unreleased();
      boolean isWhole = SnapshotCreation.isWhole(found);
      List<RunBatch> batches = isWhole ? found : SnapshotCreation.complete(run, found);
      return new Snapshot(run, record, configuration, batches, isWhole);
    } catch (InterruptedException | RuntimeException | Error e) {
      run.close();
      record.leave(run.name(), run.token());
      throw e;
    }
  }

  /**
   * Ends for good a snapshot whose driver is gone: releases it if its output is complete, and else
   * returns what it held to the head of its list, in order. Its record goes. Repeatable.
   *
   * @param plan of its run, see {@link Run#recorded}
   * @param name of its run
   * @param output the folder of its output, if that is known
   * @return how many messages went back
   * @throws RunException if the record is of another run or cannot be read, or another driver is
   *     alive; nothing goes back then
   * @throws TransportException if an address does not answer
   */
  public static long forget(
      RunPlan plan, String name, Optional<String> output, Configuration configuration)
      throws InterruptedException {
    RunFile.ensureOf(plan, name, configuration);
    SnapshotCheckpoints record =
        new SnapshotCheckpoints(new CheckpointFolder(plan.folder(), configuration));
    record.prepare();
    Run run = opened(plan, configuration, record);
    try (Snapshot snapshot = new Snapshot(run, record, configuration, run.unreleased(), true)) {
      run.ensureNamed(name);
      boolean isComplete = isDone(run) || output.map(snapshot::isIn).orElse(false);
      if (isComplete && !run.isForgotten()) {
        finish(run, snapshot.batches);
      }
      return run.forget();
    }
  }

  private static Run opened(RunPlan plan, Configuration configuration, SnapshotCheckpoints record)
      throws InterruptedException {
    try {
      return RunOpener.openToForget(plan, configuration);
    } catch (InterruptedException | RuntimeException | Error e) {
      record.leave();
      throw e;
    }
  }

  /** Ends what an earlier driver has begun to release or to give back; returns whether one has. */
  private static boolean tidied(Run run) throws InterruptedException {
    boolean isDone = isDone(run);
    if (isDone && !run.isForgotten()) {
      finish(run, run.unreleased());
    }
    boolean isOver = isDone || run.isSpent() || run.isForgotten();
    if (isOver) {
      run.forget();
    }
    return isOver;
  }

  private static boolean isDone(Run run) {
    List<RunBatch> found = run.unreleased();
    return SnapshotCreation.isWhole(found) && run.isDone(found.get(found.size() - 1));
  }

  /** The last one first: once that is done, all are, see {@link SnapshotCreation}. */
  private static void finish(Run run, List<RunBatch> batches) throws InterruptedException {
    for (int i = batches.size() - 1; i >= 0; i--) {
      run.done(batches.get(i));
    }
  }

  /** Of the run, as Redis knows it; the same for each driver of this snapshot, and for no other. */
  public String name() {
    return run.name();
  }

  /** Of this driver: higher than those of all that held this snapshot before. */
  public long token() {
    return run.token();
  }

  public RunPlan plan() {
    return run.plan();
  }

  /** Whether an earlier driver took it, and did not come to its end. */
  public boolean isRepeated() {
    return isRepeated;
  }

  /** How many it holds, of each address of the plan. */
  public List<Long> messages() {
    List<Long> messages = new ArrayList<>();
    for (int place = 0; place < run.plan().addresses().size(); place++) {
      int address = place;
      messages.add(
          batches.stream().mapToLong(batch -> batch.ranges().get(address).messages()).sum());
    }
    return messages;
  }

  /**
   * The whole in about so many parts, in order for each address. There are more where a list is
   * shared: one for each ten thousand messages at least.
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
   * Compares what was read with what it holds. To be called before the output counts.
   *
   * @param read how many messages of each address, counting every part once
   * @return what is known to be lost, before the snapshot was taken and since
   * @throws LossException if some is, and the plan says to end then
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
   * Returns if this driver still holds the snapshot; to be asked right before the output counts.
   *
   * @throws FencedException if another driver has taken it over
   */
  public void ensureHeld() throws InterruptedException {
    run.ensureHeld();
  }

  /**
   * Whether there is no record of that plan, as after a release that came to its end. Removes an
   * empty folder.
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
    Map<String, Object> mark = new LinkedHashMap<>();
    mark.put("run", name());
    mark.put("token", token());
    new CheckpointFolder(folder, configuration).write(STAMP, Json.line(mark));
  }

  /** Whether that folder bears the stamp of this snapshot, by whichever driver. */
  public boolean isStamped(String folder) {
    return new CheckpointFolder(folder, configuration).read(STAMP).filter(this::isOurs).isPresent();
  }

  private boolean isOurs(String mark) {
    try {
      return CheckpointJson.text(CheckpointJson.parse(mark), "run").equals(name());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether that folder bears the stamp of this snapshot, and {@code _SUCCESS}. */
  public boolean isIn(String folder) {
    return new CheckpointFolder(folder, configuration).list().contains(SUCCESS)
        && isStamped(folder);
  }

  /**
   * The output is complete: what the snapshot held goes, and so does its record. Closes it. A
   * release that fails is made good when the snapshot is taken again.
   *
   * @throws FencedException if another driver has taken it over; nothing is released then
   */
  public void release() throws InterruptedException {
    finish(run, batches);
    try {
      run.forget();
    } catch (RunException | TransportException e) {
      LOG.warn("run {} is done, but could not be forgotten: {}", name(), e.getMessage());
    } finally {
      close();
    }
  }

  /**
   * There will be no output: what the snapshot held goes back to the head of its list, in order,
   * and its record goes. Closes it.
   *
   * @throws TransportException if that fails; it stays for the next driver then
   */
  public void giveBack() throws InterruptedException {
    try {
      run.forget();
    } finally {
      close();
    }
  }

  /** Unless it was released or given back, it stays as it is for its next driver. */
  @Override
  public void close() {
    run.close();
    record.leave(name(), token());
  }
}
