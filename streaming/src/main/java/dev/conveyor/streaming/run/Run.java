package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.MessageSlice;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;

/**
 * One driver's hold on a run: chooses batches, writes down what each holds before it is processed,
 * and lets go of it once it is done. Whoever opens the run again after a crash gets the batches
 * that were not done with the same ids and the same messages. Safe for threads.
 *
 * <p>A run has one driver at a time, see {@link Backlog}. All methods but {@link #close} fail with
 * a {@link FencedException} or a {@link RunException} once another driver has taken it over.
 */
public final class Run implements AutoCloseable {
  private static final long BETWEEN_CLEANINGS = 20;

  private final RunPlan plan;
  private final String name;
  private final long token;
  private final RunRecord record;
  private final DriverLock lock;
  private final Backlogs backlogs;
  private final List<Position> positions = new ArrayList<>();
  private final List<RunBatch> unfinished = new ArrayList<>();
  private final Unreleased open = new Unreleased();
  private long nextId;
  private long cleaned;
  private boolean unlocked;

  Run(
      RunPlan plan,
      String name,
      long token,
      RunRecord record,
      DriverLock lock,
      List<Backlog> backlogs) {
    this.plan = plan;
    this.name = name;
    this.token = token;
    this.record = record;
    this.lock = lock;
    this.backlogs = new Backlogs(backlogs);
  }

  /** Whether a run has its record in that folder. */
  public static boolean isRecorded(String folder, Configuration configuration) {
    return new RunRecord(new RecordFolder(folder, configuration)).isBegun();
  }

  /**
   * Begins a run, or goes on with it. Waits until a driver that is no longer heard of has lost its
   * lease.
   *
   * @throws RunException if the record is another run's, cannot be read or written, or another
   *     driver is alive
   * @throws dev.conveyor.streaming.TransportException if another driver is alive, or an address
   *     cannot be read
   * @throws dev.conveyor.streaming.AddressException if an address can only be read live
   */
  public static Run open(RunPlan plan, Configuration configuration) throws InterruptedException {
    return Opening.open(plan, configuration);
  }

  /** Takes up what earlier drivers have written down. */
  Run restored() throws InterruptedException {
    try {
      List<RunRecord.Entry> entries = record.batches();
      for (RunRecord.Entry entry : entries) {
        RunBatch batch = parsed(entry.batch());
        if (!entry.isDone()) {
          unfinished.add(batch);
        }
        if (!unfinished.isEmpty()) {
          open.add(batch, entry.isDone());
        }
        nextId = batch.id() + 1;
        positions.clear();
        batch.ranges().forEach(range -> positions.add(range.to()));
      }
      if (entries.isEmpty()) {
        positions.addAll(begun());
      } else if (open.isEmpty()) {
        backlogs.release(positions);
      }
      return this;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      close();
      throw new RunException(
          "cannot go on with the run in "
              + plan.folder()
              + ": it holds "
              + e.getMessage()
              + "; mend the record from a copy, or name another folder",
          e);
    } catch (InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Where a run begins is written down as well: {@code latest} is elsewhere after a crash. */
  private List<Position> begun() throws InterruptedException {
    Optional<List<Position>> recorded = record.start();
    if (recorded.isPresent()) {
      return backlogs.parsed(recorded.get());
    }
    List<Position> begin = backlogs.starts();
    record.writeStart(begin);
    return begin;
  }

  private RunBatch parsed(RunBatch batch) {
    if (batch.ranges().size() != backlogs.size()) {
      throw new RunException(
          "cannot go on with the run in "
              + plan.folder()
              + ": batch "
              + batch.id()
              + " is of other addresses; name another folder");
    }
    return backlogs.parsed(batch);
  }

  public RunPlan plan() {
    return plan;
  }

  /** As Redis knows it. */
  public String name() {
    return name;
  }

  /** Of this driver: higher than those of all before it. */
  public long token() {
    return token;
  }

  /** The batches of earlier drivers that were not done, in order: to be repeated first. */
  public List<RunBatch> unfinished() {
    return List.copyOf(unfinished);
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
    List<Range> ranges = new ArrayList<>();
    boolean any = false;
    for (int place = 0; place < backlogs.size(); place++) {
      Position from = positions.get(place);
      Optional<Bounds> room = bounds.apply(place);
      Optional<Range> range =
          room.isPresent() ? backlogs.at(place).next(from, room.get()) : Optional.empty();
      any |= range.isPresent();
      if (range.isPresent() && plan.onLoss() == OnLoss.FAIL && !range.get().loss().isNone()) {
        throw new LossException(backlogs.at(place).address(), range.get().loss());
      }
      ranges.add(range.orElse(Range.of(from, from, 0)));
    }
    return any ? Optional.of(recorded(ranges)) : Optional.empty();
  }

  /** Gives an id to a batch of messages that came live, and writes that down. */
  public synchronized RunBatch begin() throws InterruptedException {
    return recorded(positions.stream().map(position -> Range.of(position, position, 0)).toList());
  }

  private RunBatch recorded(List<Range> ranges) throws InterruptedException {
    ensureHeld();
    RunBatch batch = new RunBatch(nextId, ranges);
    record.write(batch, token);
    nextId++;
    open.add(batch, false);
    positions.clear();
    ranges.forEach(range -> positions.add(range.to()));
    return batch;
  }

  /** What a batch holds of the address at that place of the plan, in about so many slices. */
  public synchronized List<MessageSlice> slices(RunBatch batch, int address, int parallelism)
      throws InterruptedException {
    return backlogs.at(address).slices(batch.ranges().get(address), parallelism);
  }

  /** How many messages lie behind what was chosen, at all addresses. */
  public synchronized long waiting() throws InterruptedException {
    long waiting = 0;
    for (int place = 0; place < backlogs.size(); place++) {
      waiting += waiting(place);
    }
    return waiting;
  }

  /** The same at the address at that place of the plan. */
  synchronized long waiting(int address) throws InterruptedException {
    return backlogs.at(address).waiting(positions.get(address));
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
   * The effects of the batch are safe: it will not be repeated, and what it held goes as soon as
   * all before it is done. Repeatable.
   */
  public synchronized void done(RunBatch batch) throws InterruptedException {
    if (open.isToDo(batch)) {
      ensureHeld();
      record.markDone(batch, token);
      open.markDone(batch);
    }
    releaseDone();
  }

  /** Up to the first batch that is not done; asked again, it releases what failed to be. */
  private void releaseDone() throws InterruptedException {
    Optional<RunBatch> last = open.lastDone();
    if (last.isPresent()) {
      backlogs.release(last.get().ranges().stream().map(Range::to).toList());
      long released = last.get().id();
      open.removeUpTo(last.get());
      if (released / BETWEEN_CLEANINGS > cleaned / BETWEEN_CLEANINGS) {
        record.forgetBefore(released);
        cleaned = released;
      }
    }
  }

  /** The batches that are not released, done or not, in order. */
  synchronized List<RunBatch> unreleased() {
    return open.batches();
  }

  synchronized boolean isDone(RunBatch batch) {
    return !open.isToDo(batch);
  }

  /** Whether it has had batches, and all of them are done. */
  synchronized boolean isSpent() {
    return nextId > 0 && open.isEmpty();
  }

  /**
   * Ends the run for good: what it has chosen and not released goes back to where it came from, and
   * its record goes. Repeatable by the run's next driver, if this one dies in between.
   */
  synchronized void forget() throws InterruptedException {
    ensureHeld();
    record.writeEnd();
    backlogs.forget(name);
    record.delete();
    unlock();
    record.deleteFolder();
  }

  /** Whether a driver has begun to {@link #forget} it. */
  boolean isForgotten() {
    return record.isEnded();
  }

  /** Once: another driver of a run that begins there anew may have a lock of the same name. */
  private void unlock() {
    if (!unlocked) {
      unlocked = true;
      lock.close();
    }
  }

  /** Gives the run up; what was chosen and is not done stays for its next driver. */
  @Override
  public synchronized void close() {
    backlogs.close();
    unlock();
  }
}
