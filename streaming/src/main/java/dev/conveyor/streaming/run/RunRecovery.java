package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps by which a driver takes up what earlier drivers of its run have written down. */
final class RunRecovery {
  private final RunPlan plan;
  private final long token;
  private final CheckpointLog record;
  private final Backlogs backlogs;
  private final Optional<BatchFolders> output;
  private final BatchFolders.Fence fence;

  RunRecovery(
      RunPlan plan,
      long token,
      CheckpointLog record,
      Backlogs backlogs,
      Optional<BatchFolders> output,
      BatchFolders.Fence fence) {
    this.plan = plan;
    this.token = token;
    this.record = record;
    this.backlogs = backlogs;
    this.output = output;
    this.fence = fence;
  }

  void into(RunState state) throws InterruptedException {
    try {
      CheckpointLog.Log log = record.log();
      state.ended.addAll(log.ended());
      List<CheckpointLog.Entry> entries = log.batches();
      if (entries.isEmpty()) {
        state.positions.addAll(begun());
      }
      addAll(entries, state);
      if (output.isPresent()) {
        addAll(adopted(output.get(), state), state);
      }
      if (!state.done.isEmpty()) {
        backlogs.release(state.done); // Its driver may have died in between.
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new RunException(
          refused() + "it holds " + e.getMessage() + "; restore it from a copy, or name another",
          e);
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

  /** What was released was done before, also if its mark is lost; and all batches before it. */
  private void addAll(List<CheckpointLog.Entry> entries, RunState state)
      throws InterruptedException {
    List<RunBatch> batches = new ArrayList<>();
    int released = -1;
    for (CheckpointLog.Entry entry : entries) {
      batches.add(parsed(entry.batch()));
    }
    for (int i = batches.size() - 1; i > released; i--) {
      released = !entries.get(i).isDone() && backlogs.areReleased(batches.get(i)) ? i : released;
    }
    for (int i = 0; i < batches.size(); i++) {
      add(batches.get(i), entries.get(i).isDone() || i <= released, state);
    }
  }

  /** A batch of live messages is never repeated: its messages come again, or are lost. */
  private void add(RunBatch batch, boolean isDone, RunState state) throws InterruptedException {
    boolean isOver = isDone || batch.isLive();
    if (!isDone && batch.isLive() && output.isPresent()) {
      output.get().discard(batch, fence);
    }
    if (!isOver) {
      state.unfinished.add(batch);
    }
    state.add(batch, isOver);
  }

  /**
   * Writes down again the batches whose results are complete, although the checkpoint has lost
   * them.
   */
  private List<CheckpointLog.Entry> adopted(BatchFolders results, RunState state) {
    List<CheckpointLog.Entry> adopted = new ArrayList<>();
    long next = state.nextId;
    List<Position> from = state.positions;
    for (RunBatch found : results.completeFrom(next)) {
      RunBatch batch = parsed(found);
      if (batch.id() != next || !batch.ranges().stream().map(Range::from).toList().equals(from)) {
        throw new RunException(
            refused()
                + "it ends before batch "
                + next
                + ", but "
                + results
                + " has results of batch "
                + batch.id()
                + "; restore the latest copy of the checkpoint, or name other folders");
      }
      record.write(batch, plan.addresses(), token);
      adopted.add(new CheckpointLog.Entry(batch, token, false));
      next++;
      from = batch.ranges().stream().map(Range::to).toList();
    }
    return adopted;
  }

  private RunBatch parsed(RunBatch batch) {
    if (batch.ranges().size() != backlogs.size()) {
      throw new RunException(
          refused() + "batch " + batch.id() + " holds other addresses; name another folder");
    }
    return backlogs.parsed(batch);
  }

  private String refused() {
    return "cannot go on with the run in " + plan.folder() + ": ";
  }
}
