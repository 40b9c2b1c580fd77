package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recovers the state of a run from its checkpoint, and from its output where that knows more. */
final class RunRecovery {
  private final RunPlan plan;
  private final DriverLease lease;
  private final CheckpointLog log;
  private final Optional<BatchFolders> output;
  private final List<RunBatch> unfinished = new ArrayList<>();

  RunRecovery(RunPlan plan, DriverLease lease, CheckpointLog log, Optional<BatchFolders> output) {
    this.plan = plan;
    this.lease = lease;
    this.log = log;
    this.output = output;
  }

  /** Returns the batches to be repeated, in order. */
  List<RunBatch> recover(BatchChooser chooser, BatchRelease release) throws InterruptedException {
    try {
      CheckpointLog.Contents found = log.read();
      release.recoverEnded(found.ended());
      if (found.batches().isEmpty()) {
        chooser.startAt(start());
      }
      addAll(found.batches(), chooser, release);
      if (output.isPresent()) {
        addAll(adopted(output.get().committed(), chooser), chooser, release);
      }
      release.releaseRecovered();
      return List.copyOf(unfinished);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new RunException(
          cannot() + "it holds " + e.getMessage() + "; restore it from a copy, or name another", e);
    }
  }

  /** Returns the recorded start; {@code latest} would be elsewhere after a crash. */
  private List<Position> start() throws InterruptedException {
    Optional<List<Position>> recorded = log.start();
    if (recorded.isPresent()) {
      return lease.backlogs().parse(recorded.get());
    }
    List<Position> start = lease.backlogs().starts();
    log.writeStart(start);
    return start;
  }

  /** Adds batches; one that was released was done, even if its mark is lost, and all before it. */
  private void addAll(List<CheckpointLog.Entry> entries, BatchChooser chooser, BatchRelease release)
      throws InterruptedException {
    List<RunBatch> batches = new ArrayList<>();
    int released = -1;
    for (CheckpointLog.Entry entry : entries) {
      batches.add(parsed(entry.batch()));
    }
    for (int i = batches.size() - 1; i > released; i--) {
      boolean isReleased = !entries.get(i).isDone() && isReleased(batches.get(i));
      released = isReleased ? i : released;
    }
    for (int i = 0; i < batches.size(); i++) {
      boolean isDone = entries.get(i).isDone() || i <= released;
      chooser.continueAfter(batches.get(i));
      release.recover(batches.get(i), isOver(batches.get(i), isDone));
    }
  }

  /** Returns whether everything that a batch holds was released, which implies it was done. */
  private boolean isReleased(RunBatch batch) throws InterruptedException {
    boolean any = false;
    for (int index = 0; index < batch.ranges().size(); index++) {
      Range range = batch.ranges().get(index);
      if (!range.from().equals(range.to())) {
        any = true;
        if (!lease.backlogs().isReleased(index, range.to())) {
          return false;
        }
      }
    }
    return any;
  }

  /** A batch of live messages is never repeated: its messages come again, or are lost. */
  private boolean isOver(RunBatch batch, boolean isDone) throws InterruptedException {
    if (!isDone && batch.isLive() && output.isPresent()) {
      output.get().discard(batch, lease::ensureHeld);
    }
    boolean isOver = isDone || batch.isLive();
    if (!isOver) {
      unfinished.add(batch);
    }
    return isOver;
  }

  /** Records again the batches that the checkpoint has lost although their results are complete. */
  private List<CheckpointLog.Entry> adopted(CommittedBatches committed, BatchChooser chooser) {
    List<CheckpointLog.Entry> adopted = new ArrayList<>();
    long next = chooser.nextId();
    List<Position> from = chooser.positions();
    for (RunBatch found : committed.from(next)) {
      RunBatch batch = parsed(found);
      if (batch.id() != next || !batch.from().equals(from)) {
        throw new RunException(
            cannot()
                + "it ends before batch "
                + next
                + ", but "
                + committed
                + " has results of batch "
                + batch.id()
                + "; restore the latest copy of the checkpoint, or name other folders");
      }
      log.write(batch, plan.addresses(), lease.token());
      adopted.add(new CheckpointLog.Entry(batch, lease.token(), false));
      next++;
      from = batch.to();
    }
    return adopted;
  }

  private RunBatch parsed(RunBatch batch) {
    if (batch.ranges().size() != lease.backlogs().size()) {
      throw new RunException(
          cannot() + "batch " + batch.id() + " holds other addresses; name another folder");
    }
    List<Position> from = lease.backlogs().parse(batch.from());
    List<Position> to = lease.backlogs().parse(batch.to());
    List<Range> ranges = new ArrayList<>();
    for (int index = 0; index < from.size(); index++) {
      Range range = batch.ranges().get(index);
      ranges.add(new Range(from.get(index), to.get(index), range.messages(), range.loss()));
    }
    return new RunBatch(batch.id(), ranges, batch.contents());
  }

  private String cannot() {
    return "cannot continue the run in " + plan.folder() + ": ";
  }
}
