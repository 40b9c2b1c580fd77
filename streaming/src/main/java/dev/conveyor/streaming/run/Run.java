package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.FencedException;
import dev.conveyor.streaming.MessageSlice;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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
  private final List<Backlog> backlogs;
  private final List<Position> positions = new ArrayList<>();
  private final List<RunBatch> unfinished = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private long nextId;
  private long cleaned;

  /** A batch that is not released, and whether it is done. */
  private static final class Open {
    private final RunBatch batch;
    private boolean isDone;

    private Open(RunBatch batch, boolean isDone) {
      this.batch = batch;
      this.isDone = isDone;
    }
  }

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
    this.backlogs = backlogs;
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
          open.add(new Open(batch, entry.isDone()));
        }
        nextId = batch.id() + 1;
        positions.clear();
        batch.ranges().forEach(range -> positions.add(range.to()));
      }
      if (entries.isEmpty()) {
        positions.addAll(begun());
      } else if (open.isEmpty()) {
        release(positions);
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
    List<Position> begin = new ArrayList<>();
    Optional<List<Position>> recorded = record.start();
    for (int place = 0; place < backlogs.size(); place++) {
      Backlog backlog = backlogs.get(place);
      begin.add(
          recorded.isPresent() ? backlog.parse(recorded.get().get(place).text()) : backlog.start());
    }
    if (recorded.isEmpty()) {
      record.writeStart(begin);
    }
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
    List<Range> ranges = new ArrayList<>();
    for (int place = 0; place < backlogs.size(); place++) {
      Range range = batch.ranges().get(place);
      Backlog backlog = backlogs.get(place);
      ranges.add(
          new Range(
              backlog.parse(range.from().text()),
              backlog.parse(range.to().text()),
              range.messages(),
              range.loss()));
    }
    return new RunBatch(batch.id(), ranges);
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
  public synchronized Optional<RunBatch> next(Bounds bounds) throws InterruptedException {
    List<Range> ranges = new ArrayList<>();
    boolean any = false;
    for (int place = 0; place < backlogs.size(); place++) {
      Position from = positions.get(place);
      Optional<Range> range = backlogs.get(place).next(from, bounds);
      any |= range.isPresent();
      if (range.isPresent() && plan.onLoss() == OnLoss.FAIL && !range.get().loss().isNone()) {
        throw new LossException(backlogs.get(place).address(), range.get().loss());
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
    open.add(new Open(batch, false));
    positions.clear();
    ranges.forEach(range -> positions.add(range.to()));
    return batch;
  }

  /** What a batch holds of the address at that place of the plan, in about so many slices. */
  public synchronized List<MessageSlice> slices(RunBatch batch, int address, int parallelism)
      throws InterruptedException {
    return backlogs.get(address).slices(batch.ranges().get(address), parallelism);
  }

  /** How many messages lie behind what was chosen, at all addresses. */
  public synchronized long waiting() throws InterruptedException {
    long waiting = 0;
    for (int place = 0; place < backlogs.size(); place++) {
      waiting += backlogs.get(place).waiting(positions.get(place));
    }
    return waiting;
  }

  /**
   * Returns if this driver still holds the run; to be asked right before each effect of a batch.
   *
   * @throws FencedException if another driver has taken it over
   */
  public void ensureHeld() throws InterruptedException {
    lock.ensureHeld();
    for (Backlog backlog : backlogs) {
      backlog.ensureHeld();
    }
  }

  /**
   * The effects of the batch are safe: it will not be repeated, and what it held goes as soon as
   * all before it is done. Repeatable.
   */
  public synchronized void done(RunBatch batch) throws InterruptedException {
    for (Open one : open) {
      if (one.batch.id() == batch.id() && !one.isDone) {
        ensureHeld();
        record.markDone(batch, token);
        one.isDone = true;
      }
    }
    releaseDone();
  }

  /** Up to the first batch that is not done; asked again, it releases what failed to be. */
  private void releaseDone() throws InterruptedException {
    RunBatch last = null;
    for (Open one : open) {
      if (!one.isDone) {
        break;
      }
      last = one.batch;
    }
    if (last != null) {
      release(last.ranges().stream().map(Range::to).toList());
      long released = last.id();
      open.removeIf(one -> one.batch.id() <= released);
      if (released / BETWEEN_CLEANINGS > cleaned / BETWEEN_CLEANINGS) {
        record.forgetBefore(released);
        cleaned = released;
      }
    }
  }

  private void release(List<Position> upTo) throws InterruptedException {
    for (int place = 0; place < backlogs.size(); place++) {
      backlogs.get(place).release(upTo.get(place));
    }
  }

  /** Gives the run up; what was chosen and is not done stays for its next driver. */
  @Override
  public synchronized void close() {
    backlogs.forEach(Backlog::close);
    lock.close();
  }
}
