package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Slice;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;

/**
 * One driver's lease on a run: chooses batches, records each in the checkpoint before it is
 * processed, commits its results, and releases it. After a crash, the next driver gets the batches
 * that were not done, with the same ids and the same messages. Safe for threads.
 *
 * <p>A run has one driver at a time, see {@link Backlog}. All methods but {@link #close} fail with
 * a {@link FencedException} or a {@link RunException} once another driver holds the run.
 */
public final class Run implements AutoCloseable {
  private final RunPlan plan;
  private final Configuration configuration;
  private final DriverLease lease;
  private final CheckpointLog log;
  private final BatchChooser chooser;
  private final BatchRelease release;
  private final Optional<BatchFolders> output;
  private List<RunBatch> unfinished = List.of();
  private boolean isClosed;

  Run(
      RunPlan plan,
      Configuration configuration,
      DriverLease lease,
      CheckpointLog log,
      Optional<BatchFolders> output) {
    this.plan = plan;
    this.configuration = configuration;
    this.lease = lease;
    this.log = log;
    this.output = output;
    this.chooser = new BatchChooser(plan, lease, log);
    this.release = new BatchRelease(lease, log);
  }

  /** Returns whether a folder holds the checkpoint of a run. */
  public static boolean exists(String checkpoint, Configuration configuration) {
    return new RunFile(new CheckpointFolder(checkpoint, configuration)).isThere();
  }

  /**
   * Returns the plan of the run that has its checkpoint in a folder, with a default lease: for a
   * driver that ends what others have begun.
   *
   * @throws RunException if there is no checkpoint, or it cannot be read
   */
  public static RunPlan planOf(String checkpoint, Configuration configuration) {
    return new RunFile(new CheckpointFolder(checkpoint, configuration)).plan();
  }

  /**
   * Begins a run, or continues it. Waits until a driver that sends no heartbeat has lost its lease.
   *
   * @throws RunException if the checkpoint or the output is another run's, cannot be read or
   *     written, another driver is alive, or the run is being dropped
   * @throws dev.conveyor.streaming.TransportException if another driver is alive, or an address
   *     cannot be read
   * @throws dev.conveyor.streaming.AddressException if an address can only be read live
   */
  public static Run open(RunPlan plan, Configuration configuration) throws InterruptedException {
    return RunOpener.open(plan, configuration);
  }

  /**
   * Drops a run whose driver is gone: releases the batches whose results are complete, returns its
   * other claims to where they came from, and deletes its checkpoint. Repeatable if it fails.
   *
   * @param plan of the run, see {@link #planOf}
   * @param name of the run
   * @return the number of messages that were returned
   * @throws RunException if the checkpoint is another run's, another driver is alive, or it is
   *     unknown which batches are complete; no message is returned then
   * @throws dev.conveyor.streaming.TransportException if an address does not answer
   */
  public static long drop(RunPlan plan, String name, Configuration configuration)
      throws InterruptedException {
    RunFile.ensureOf(plan, name, configuration);
    try (Run run = RunOpener.openToDrop(plan, configuration)) {
      run.ensureNamed(name);
      if (run.output.isPresent() && !run.isDropped()) {
        run.output.get().committed().release(run);
      }
      return run.drop();
    }
  }

  /** Recovers the state of earlier drivers from the checkpoint. */
  Run recovered() throws InterruptedException {
    try {
      output.ifPresent(BatchFolders::begin);
      unfinished = new RunRecovery(plan, lease, log, output).recover(chooser, release);
      return this;
    } catch (InterruptedException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  public RunPlan plan() {
    return plan;
  }

  /** Returns the configuration of the file systems of checkpoint and output; not to be changed. */
  public Configuration configuration() {
    return configuration;
  }

  /** Returns the name under which the transports know the run. */
  public String name() {
    return lease.run();
  }

  /** Returns the token of this driver, higher than those of all before it. */
  public long token() {
    return lease.token();
  }

  void ensureNamed(String expected) {
    if (!name().equals(expected)) {
      throw RunFile.ofOther(plan, name());
    }
  }

  /** Returns the batches that earlier drivers have not done, in order: to be repeated first. */
  public List<RunBatch> unfinished() {
    return unfinished;
  }

  /**
   * Chooses the next batch and records it; empty, and nothing is recorded, if no message waits
   * anywhere.
   *
   * @throws LossException if messages were lost and the plan says {@link OnLoss#FAIL}
   */
  public Optional<RunBatch> next(Bounds bounds) throws InterruptedException {
    return next(index -> Optional.of(bounds));
  }

  /** Does so with bounds for each address, by its index; an address without bounds is skipped. */
  synchronized Optional<RunBatch> next(IntFunction<Optional<Bounds>> bounds)
      throws InterruptedException {
    Optional<RunBatch> batch = chooser.next(bounds);
    batch.ifPresent(release::add);
    return batch;
  }

  /**
   * Records a batch of messages that were read live. It is never repeated, and its id never used
   * again.
   */
  public RunBatch beginLive() throws InterruptedException {
    return beginWithoutRanges(RunBatch.Contents.LIVE);
  }

  /** Records a batch that holds no messages. */
  RunBatch beginEmpty() throws InterruptedException {
    return beginWithoutRanges(RunBatch.Contents.REPEATABLE);
  }

  private synchronized RunBatch beginWithoutRanges(RunBatch.Contents contents)
      throws InterruptedException {
    RunBatch batch = chooser.nextWithoutRanges(contents);
    release.add(batch);
    return batch;
  }

  /**
   * Cuts the messages that a batch holds of one address into slices.
   *
   * @param address index of the address in the plan
   * @param parallelism about how many slices
   */
  public synchronized List<Slice> slices(RunBatch batch, int address, int parallelism)
      throws InterruptedException {
    return lease.backlogs().slices(address, batch.ranges().get(address), parallelism);
  }

  /** Returns the lag: the number of messages after the last batch, at all addresses. */
  public synchronized long waiting() throws InterruptedException {
    return chooser.waiting();
  }

  /** Returns the lag of the address with that index. */
  synchronized long waiting(int address) throws InterruptedException {
    return chooser.waiting(address);
  }

  /** Returns whether {@link Backlog#wasAway} is true of any address. */
  public synchronized boolean wasAway() {
    return lease.backlogs().wereAway();
  }

  /**
   * Checks that this driver still holds the run. Call it before each effect of a batch.
   *
   * @throws FencedException if another driver holds it
   */
  public void ensureHeld() throws InterruptedException {
    lease.ensureHeld();
  }

  /**
   * Makes these files the results of a batch: moves them to {@code
   * OUTPUT/<folder>/batch=<id>/part-*} and writes {@code _SUCCESS} last. A folder that an earlier
   * attempt of the batch has completed is kept, and its new file deleted. A fenced driver, also one
   * that is paused in between, changes nothing that counts.
   *
   * @param parts of tasks that succeeded, one for each folder and partition
   * @throws FencedException if another driver holds the run
   * @throws RunException if the files cannot be moved, or a folder is complete and holds results of
   *     another run
   * @throws IllegalStateException if the plan names no output
   */
  public void commit(RunBatch batch, Collection<PartFile> parts) throws InterruptedException {
    output
        .orElseThrow(() -> new IllegalStateException("the plan of this run names no output"))
        .commit(batch, parts, this::ensureHeld);
  }

  /** Returns the addresses that have delivered their end marker in batches that are done. */
  public synchronized Set<String> ended() {
    return release.ended();
  }

  /**
   * Marks a batch as done: its effects are safe, and no driver repeats it. Its messages are
   * released once all batches before it are done. Repeatable.
   */
  public void done(RunBatch batch) throws InterruptedException {
    done(batch, List.of(), () -> {});
  }

  /**
   * Marks a batch as done and records the addresses that have delivered their end marker in it, for
   * {@link #ended} of later drivers.
   *
   * @param count is run once the mark is written, so that no driver repeats the batch; not if
   *     another driver may have begun before, which then counts it
   */
  public synchronized void done(RunBatch batch, Collection<Address> delivered, Runnable count)
      throws InterruptedException {
    release.done(batch, delivered, count);
  }

  /** Returns the batches that are not released, done or not, in order. */
  synchronized List<RunBatch> unreleased() {
    return release.unreleased();
  }

  synchronized boolean isDone(RunBatch batch) {
    return release.isDone(batch);
  }

  /** Returns whether the run has had batches and all of them are released. */
  synchronized boolean isSpent() {
    return chooser.nextId() > 0 && release.unreleased().isEmpty();
  }

  /**
   * Drops the run, so that no driver continues it. Repeatable by the run's next driver, if this one
   * dies in between.
   *
   * @return the number of messages that were returned to where they came from
   * @throws FencedException if another driver holds the run; no message is returned then
   */
  synchronized long drop() throws InterruptedException {
    return lease.drop(log);
  }

  /** Returns whether a driver has begun to {@link #drop()} the run. */
  boolean isDropped() {
    return log.isEnded(name());
  }

  /** Gives up the lease. Batches that are not done stay for the run's next driver. */
  @Override
  public synchronized void close() {
    if (!isClosed) {
      isClosed = true;
      output.ifPresent(BatchFolders::end);
    }
    lease.close();
  }
}
