package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a driver knows of its run: where choosing stands, and which batches are not released. */
final class RunState {
  /** Of each address: where the next batch begins. */
  final List<Position> positions = new ArrayList<>();

  /** The batches of earlier drivers that are to be repeated. */
  final List<RunBatch> unfinished = new ArrayList<>();

  final UnreleasedBatches open = new UnreleasedBatches();

  /** The addresses that have delivered their end marker. */
  final Set<String> ended = new TreeSet<>();

  long nextId;

  /** Of each address: up to where all batches are done; empty if none is. */
  final List<Position> done = new ArrayList<>();

  /** Takes in the next batch. */
  void add(RunBatch batch, boolean isDone) {
    nextId = batch.id() + 1;
    positions.clear();
    batch.ranges().forEach(range -> positions.add(range.to()));
    if (!isDone || !open.isEmpty()) {
      open.add(batch, isDone);
    } else {
      done.clear();
      done.addAll(positions);
    }
  }
}
