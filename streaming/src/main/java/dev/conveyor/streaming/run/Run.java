package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.Range;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;

/**
 * One driver's lease on a run: chooses batches, writes down what each holds before it is processed,
 * commits its results, and releases it. The driver that opens the run after a crash gets the
 * batches that were not done with the same ids and the same messages. Safe for threads.
 *
 * <p>A run has one driver at a time, see {@link Backlog}. All methods but {@link #close} fail with
 * a {@link FencedException} or a {@link RunException} once another driver has taken it over.
 */
public final class Run implements AutoCloseable {
  private static final long BETWEEN_CLEANINGS = 20;

  private final RunPlan plan;
  private final Configuration configuration;
  private final String name;
  private final long token;
  private final CheckpointLog record;
  private final DriverLock lock;
  private final Backlogs backlogs;
  private final Optional<BatchFolders> output;
  private final RunState state = new RunState();
  private long cleaned;
  private boolean isClosed;

  Run(
      RunPlan plan,
      Configuration configuration,
      String name,
      long token,
      CheckpointLog record,
      DriverLock lock,
      List<Backlog> backlogs,
      Optional<BatchFolders> output) {
    this.plan = plan;
    this.configuration = configuration;
    this.name = name;
    this.token = token;
    this.record = record;
    this.lock = lock;
    this.backlogs = new Backlogs(backlogs);
    this.output = output;
  }

  /** Whether a run has its record in that folder. */
  public static boolean isRecorded(String folder, Configuration configuration) {
    return new RunFile(new CheckpointFolder(folder, configuration)).isThere();
  }

  /**
   * The plan of the run that has its checkpoint in that folder, with a default lease: for a driver
   * that ends what others have begun.
   *
   * @throws RunException if there is no checkpoint, or it cannot be read
   */
  public static RunPlan recorded(String folder, Configuration configuration) {
    return new RunFile(new CheckpointFolder(folder, configuration)).plan();
  }

  /**
   * Begins a run, or goes on with it. Waits until a driver that is no longer heard of has lost its
   * lease.
   *
   * @throws RunException if the checkpoint or the output is another run's, cannot be read or
   *     written, another driver is alive, or the run is being forgotten
   * @throws dev.conveyor.streaming.TransportException if another driver is alive, or an address
   *     cannot be read
   * @throws dev.conveyor.streaming.AddressException if an address can only be read live
   */
  public static Run open(RunPlan plan, Configuration configuration) throws InterruptedException {
    return RunOpener.open(plan, configuration);
  }

  /**
   * Ends a run for good whose driver is gone: releases the batches whose results are complete,
   * returns what else it has claimed to where it came from, at all its addresses, and deletes its
   * checkpoint, so that no driver goes on with it. Repeatable if it fails in between.
   *
   * @param plan of the run, see {@link #recorded}
   * @param name of the run
   * @return how many messages went back
   * @throws RunException if the checkpoint is another run's, another driver is alive, or it cannot
   *     be told which batches are complete; nothing goes back then
   * @throws dev.conveyor.streaming.TransportException if an address does not answer
   */
  public static long forget(RunPlan plan, String name, Configuration configuration)
      throws InterruptedException {
    RunFile.ensureOf(plan, name, configuration);
    try (Run run = RunOpener.openToForget(plan, configuration)) {
      run.ensureNamed(name);
      if (!run.isForgotten()) {
        run.settle();
      }
      return run.forget();
    }
  }

  /** Takes up what earlier drivers have written down. */
  Run restored() throws InterruptedException {
    try {
      output.ifPresent(BatchFolders::begin);
      new RunRecovery(plan, token, record, backlogs, output, this::ensureHeld).into(state);
      return this;
    } catch (InterruptedException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  public RunPlan plan() {
    return plan;
  }

  /** Of the file systems of its checkpoint and output; not to be changed. */
  public Configuration configuration() {
    return configuration;
  }

  /** As Redis knows it. */
  public String name() {
    return name;
  }

  /** Of this driver: higher than those of all before it. */
  public long token() {
    return token;
  }

  void ensureNamed(String expected) {
    if (!name.equals(expected)) {
      throw RunFile.ofOther(plan, name);
    }
  }

  /** The batches of earlier drivers that were not done, in order: to be repeated first. */
  public List<RunBatch> unfinished() {
    return List.copyOf(state.unfinished);
  }

  /**
   * Chooses the next batch and writes it down; empty, and nothing is written, if nothing waits
   * anywhere.
   *
   * @throws LossException if messages were lost, and the plan says to end then
   */
  public Optional<RunBatch> next(Bounds bounds) throws InterruptedException {
    return next(place -> Optional.of(bounds));
  }

  /** The same with bounds for each address, by its place; one that has none is passed over. */
  synchronized Optional<RunBatch> next(IntFunction<Optional<Bounds>> bounds)
      throws InterruptedException {
    Optional<List<Range>> ranges = backlogs.next(state.positions, bounds, plan.onLoss());
    return ranges.isPresent() ? Optional.of(recorded(ranges.get())) : Optional.empty();
  }

  /**
   * Gives an id to a batch of messages that were read live, and writes that down. It is never
   * repeated, and its id never used again.
   */
  public synchronized RunBatch beginLive() throws InterruptedException {
    return recorded(nothing(), RunBatch.Contents.LIVE);
  }

  /** Writes down a batch that holds nothing. */
  synchronized RunBatch beginEmpty() throws InterruptedException {
    return recorded(nothing());
  }

  private List<Range> nothing() {
    return state.positions.stream().map(position -> Range.of(position, position, 0)).toList();
  }

  private RunBatch recorded(List<Range> ranges) throws InterruptedException {
    return recorded(ranges, RunBatch.Contents.REPEATABLE);
  }

  private RunBatch recorded(List<Range> ranges, RunBatch.Contents contents)
      throws InterruptedException {
    ensureHeld();
    RunBatch batch = new RunBatch(state.nextId, ranges, contents);
    record.write(batch, plan.addresses(), token);
    state.add(batch, false);
    return batch;
  }

  /** What a batch holds of the address at that place of the plan, in about so many slices. */
  public synchronized List<Slice> slices(RunBatch batch, int address, int parallelism)
      throws InterruptedException {
    return backlogs.at(address).slices(batch.ranges().get(address), parallelism);
  }

  /** How many messages lie behind what was chosen, at all addresses. */
  public synchronized long waiting() throws InterruptedException {
    return backlogs.waiting(state.positions);
  }

  /** The same at the address at that place of the plan. */
  synchronized long waiting(int address) throws InterruptedException {
    return backlogs.at(address).waiting(state.positions.get(address));
  }

  /** As {@link dev.conveyor.streaming.Backlog#wasAway} of any of its addresses says. */
  public synchronized boolean wasAway() {
    return backlogs.wereAway();
  }

  /**
   * Returns if this driver still holds the run; to be asked right before each effect of a batch.
   *
   * @throws FencedException if another driver has taken it over
   */
  public void ensureHeld() throws InterruptedException {
    lock.ensureHeld();
    backlogs.ensureHeld();
  }

  /**
   * Makes these files the results of a batch: moves them to {@code
   * OUTPUT/<folder>/batch=<id>/part-*} and writes {@code _SUCCESS} last. A folder that an earlier
   * try of the batch has completed is kept, and its new file deleted. A driver that is fenced, also
   * one that is paused in between, changes nothing that counts.
   *
   * @param parts of tasks that succeeded, one for each folder and partition
   * @throws FencedException if another driver has taken the run over
   * @throws RunException if the files cannot be moved, or a folder is complete and holds results of
   *     another run
   * @throws IllegalStateException if the plan names no output
   */
  public void commit(RunBatch batch, Collection<PartFile> parts) throws InterruptedException {
    output
        .orElseThrow(() -> new IllegalStateException("the plan of this run names no output"))
        .commit(batch, parts, this::ensureHeld);
  }

  /**
   * Releases the batches of earlier drivers whose results are complete. What stays claimed is in no
   * complete folder.
   *
   * @throws RunException if that cannot be told: the output has no results of the run, or a batch
   *     is complete in one of its folders and not in another, which only its stream can complete
   */
  void settle() throws InterruptedException {
    if (output.isPresent() && !unfinished().isEmpty() && !output.get().haveResults()) {
      throw new RunException(
          plan.output().get() + " has no results of it; were they moved, or is none complete yet?");
    }
    for (RunBatch batch : unfinished()) {
      if (output.isPresent() && output.get().isCommitted(batch)) {
        done(batch);
      }
    }
  }

  /** The addresses that have delivered their end marker in batches that are done. */
  public synchronized Set<String> ended() {
    return Set.copyOf(state.ended);
  }

  /**
   * The effects of the batch are safe: it will not be repeated, and what it held goes as soon as
   * all before it is done. Repeatable.
   */
  public void done(RunBatch batch) throws InterruptedException {
    done(batch, List.of(), () -> {});
  }

  /**
   * The same, and remembers which addresses have delivered their end marker in it: {@link #ended}
   * tells the drivers to come.
   *
   * @param count what to do once it is written down that the batch is done, so that no driver
   *     repeats it; not done if another driver may have begun before that, which then counts it
   */
  public synchronized void done(RunBatch batch, Collection<Address> delivered, Runnable count)
      throws InterruptedException {
    if (state.open.isToDo(batch)) {
      ensureHeld();
      delivered.forEach(address -> state.ended.add(address.toString()));
      record.markDone(batch, token, state.ended);
      state.open.markDone(batch);
      if (record.isLatest(token)) {
        count.run();
      }
    }
    releaseDone();
  }

  /** Up to the first batch that is not done; asked again, it releases what failed to be. */
  private void releaseDone() throws InterruptedException {
    Optional<RunBatch> last = state.open.lastDone();
    if (last.isPresent()) {
      backlogs.release(last.get().ranges().stream().map(Range::to).toList());
      long released = last.get().id();
      state.open.removeUpTo(last.get());
      if (released / BETWEEN_CLEANINGS > cleaned / BETWEEN_CLEANINGS) {
        record.forgetBefore(released);
        cleaned = released;
      }
    }
  }

  /** The batches that are not released, done or not, in order. */
  synchronized List<RunBatch> unreleased() {
    return state.open.batches();
  }

  synchronized boolean isDone(RunBatch batch) {
    return !state.open.isToDo(batch);
  }

  /** Whether it has had batches, and all of them are done. */
  synchronized boolean isSpent() {
    return state.nextId > 0 && state.open.isEmpty();
  }

  /**
   * Ends the run for good: what it has chosen and not released goes back to where it came from, and
   * its record goes. Repeatable by the run's next driver, if this one dies in between.
   *
   * @return how many messages went back
   * @throws FencedException if another driver has opened the run; nothing goes back then
   */
  synchronized long forget() throws InterruptedException {
    ensureHeld();
    record.writeEnd(name, token);
    long back;
    try {
      back = backlogs.forget(name, token);
    } catch (FencedException e) {
      record.withdrawEnd(name, token);
      throw e;
    }
    lock.stop();
    record.delete(name);
    lock.close();
    record.deleteFolder();
    return back;
  }

  /** Whether a driver has begun to {@link #forget} it. */
  boolean isForgotten() {
    return record.isEnded(name);
  }

  /** Gives the run up; what was chosen and is not done stays for its next driver. */
  @Override
  public synchronized void close() {
    if (!isClosed) {
      isClosed = true;
      output.ifPresent(BatchFolders::end);
    }
    backlogs.close();
    lock.close();
  }
}
