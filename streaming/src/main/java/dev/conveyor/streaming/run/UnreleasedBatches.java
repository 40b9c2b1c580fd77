package dev.conveyor.streaming.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The batches of a run that are not released, in order, and which of them are done. */
final class UnreleasedBatches {
  private final Deque<Entry> entries = new ArrayDeque<>();

  private static final class Entry {
    private final RunBatch batch;
    private boolean isDone;

    private Entry(RunBatch batch, boolean isDone) {
      this.batch = batch;
      this.isDone = isDone;
    }
  }

  void add(RunBatch batch, boolean isDone) {
    entries.add(new Entry(batch, isDone));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<RunBatch> batches() {
    return entries.stream().map(entry -> entry.batch).toList();
  }

  /** Whether it is one of these and still to be done. */
  boolean isToDo(RunBatch batch) {
    return entries.stream().anyMatch(entry -> entry.batch.id() == batch.id() && !entry.isDone);
  }

  void markDone(RunBatch batch) {
    for (Entry entry : entries) {
      entry.isDone |= entry.batch.id() == batch.id();
    }
  }

  /** The last one before the first that is not done. */
  Optional<RunBatch> lastDone() {
    RunBatch last = null;
    for (Entry entry : entries) {
      if (!entry.isDone) {
        break;
      }
      last = entry.batch;
    }
    return Optional.ofNullable(last);
  }

  void removeUpTo(RunBatch last) {
    entries.removeIf(entry -> entry.batch.id() <= last.id());
  }
}
