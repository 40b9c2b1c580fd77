package dev.conveyor.jobs.local;

import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.output.ResultWriter;
import dev.conveyor.jobs.pipeline.MapSide;
import dev.conveyor.jobs.pipeline.ReduceSide;
import dev.conveyor.jobs.program.ProgramHost;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/** What the local engine does with a reducer: map tasks, one sort on disk, one reduce task. */
final class LocalReduce {
  private final BatchContext work;
  private final File folder;

  /** {@code folder}: where programs work. */
  LocalReduce(BatchContext work, File folder) {
    this.work = work;
    this.folder = folder;
  }

  BatchCounts run(MapTasks tasks, int threads) throws IOException, InterruptedException {
    try (ShuffleSorter sorter = ShuffleSorter.open(work.configuration())) {
      List<MapSide> sides = new ArrayList<>();
      for (int task = 0; task < threads; task++) {
        sides.add(MapSide.of(work.plan(), 1, task, sorter.newSink()));
      }
      tasks.run(sides.stream().<Consumer<RecordBlock>>map(side -> side::map).toList());
      // On a thread that may be interrupted, while this one waits for its end.
      Callable<BatchCounts> reducing = () -> reduce(sorter);
      BatchCounts reduced = TaskThreads.run(List.of(reducing)).get(0);
      return BatchCounts.of(
          sides.stream().mapToLong(MapSide::records).sum(),
          reduced.pairs(),
          reduced.keys(),
          reduced.malformed(),
          reduced.dead() + sides.stream().mapToLong(MapSide::dead).sum());
    }
  }

  private BatchCounts reduce(ShuffleSorter sorter) throws IOException {
    Path part = new Path(work.draft(), LocalBatch.PART);
    try (SortedShuffle pieces = sorter.sorted();
        ResultWriter writer = new ResultWriter(work.plan(), part, work.configuration());
        ReduceSide side = ReduceSide.of(work.plan(), pieces, ProgramHost.in(folder))) {
      while (side.hasNext()) {
        writer.write(side.next());
      }
      return side.figures();
    }
  }
}
