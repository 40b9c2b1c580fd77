package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Chooses the batches of a run, from where the last one ended, and records each in the checkpoint
 * before it is processed. Guarded by its run.
 */
final class BatchChooser {
  private final RunPlan plan;
  private final DriverLease lease;
  private final CheckpointLog log;

  /** The end of the last batch at each address. */
  private List<Position> positions = List.of();

  private long nextId;

  BatchChooser(RunPlan plan, DriverLease lease, CheckpointLog log) {
    this.plan = plan;
    this.lease = lease;
    this.log = log;
  }

  /** Continues at these positions. */
  void startAt(List<Position> start) {
    positions = List.copyOf(start);
  }

  /** Continues after that batch. */
  void continueAfter(RunBatch batch) {
    positions = batch.to();
    nextId = batch.id() + 1;
  }

  List<Position> positions() {
    return positions;
  }

  long nextId() {
    return nextId;
  }

  /** As {@link Run#next} says, with the bounds of each address by its index. */
  Optional<RunBatch> next(IntFunction<Optional<Bounds>> bounds) throws InterruptedException {
    Optional<List<Range>> ranges = lease.backlogs().next(positions, bounds, plan.onLoss());
    return ranges.isPresent()
        ? Optional.of(record(ranges.get(), RunBatch.Contents.REPEATABLE))
        : Optional.empty();
  }

  /** Records a batch without ranges. */
  RunBatch nextWithoutRanges(RunBatch.Contents contents) throws InterruptedException {
    List<Range> none = positions.stream().map(position -> Range.of(position, position, 0)).toList();
    return record(none, contents);
  }

  private RunBatch record(List<Range> ranges, RunBatch.Contents contents)
      throws InterruptedException {
    lease.ensureHeld();
    RunBatch batch = new RunBatch(nextId, ranges, contents);
    log.write(batch, plan.addresses(), lease.token());
    continueAfter(batch);
    return batch;
  }

  long waiting() throws InterruptedException {
    return lease.backlogs().waiting(positions);
  }

  long waiting(int address) throws InterruptedException {
    return lease.backlogs().waiting(address, positions.get(address));
  }
}
