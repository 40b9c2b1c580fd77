package dev.conveyor.jobs.local;

import dev.conveyor.jobs.batch.BatchEngine;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.jobs.output.ResultWriter;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.pipeline.Pipeline;
import dev.conveyor.jobs.pipeline.ReduceSide;
import dev.conveyor.jobs.pipeline.ShuffleSink;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.jobs.program.ProgramHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The driver of the local engine, which uses all cores of this machine. Each thread runs a map
 * task. One part is written, from merged sums or from a sort on disk. Progress is in bytes.
 */
public final class LocalBatch implements BatchEngine {
  private static final String PART = "part-00000";
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  @Override
  public Configuration configured(Configuration given) {
    Configuration configuration = new Configuration(given);
    FileSystems.configure(configuration);
    return configuration;
  }

  @Override
  public BatchCounts run(BatchContext work, Progress progress) throws InterruptedException {
    Path part = new Path(work.draft(), PART);
    try (ProgramFolder folder = ProgramFolder.of(work.configuration());
        ResultWriter result = new ResultWriter(work.plan(), part, work.configuration(), THREADS)) {
      Pipeline pipeline = work.plan().pipeline(ProgramHost.in(folder.place()));
      MapTasks tasks = MapTasks.of(work, pipeline, THREADS, progress);
      BatchCounts figures =
          work.plan().isSorted() ? sort(work, pipeline, tasks, result) : sum(work, tasks, result);
      return figures.withLost(tasks.lost());
    } catch (IOException e) {
      throw BatchException.of(
          e, "write output " + work.plan().output(), "name another folder or set java.io.tmpdir");
    }
  }

  private static BatchCounts sum(BatchContext work, MapTasks tasks, ResultWriter result)
      throws IOException, InterruptedException {
    try (TaskSums sums = new TaskSums(result, work.draft(), THREADS)) {
      List<BatchCounts> mapped = tasks.run(sums.sinks());
      return total(mapped, reduced(sums::write));
    }
  }

  /** Runs the reduce task on its own thread, which is interrupted if this one is while it waits. */
  private static BatchCounts reduced(Callable<BatchCounts> task) throws InterruptedException {
    return TaskThreads.run(List.of(task)).get(0);
  }

  private static BatchCounts sort(
      BatchContext work, Pipeline pipeline, MapTasks tasks, ResultWriter result)
      throws IOException, InterruptedException {
    try (ShuffleSorter sorter = ShuffleSorter.open(work.configuration())) {
      List<ShuffleSink> sinks = new ArrayList<>();
      for (int task = 0; task < THREADS; task++) {
        sinks.add(sorter.newSink());
      }
      List<BatchCounts> mapped = tasks.run(sinks);
      return total(mapped, reduced(() -> reduce(pipeline, sorter, result)));
    }
  }

  private static BatchCounts reduce(Pipeline pipeline, ShuffleSorter sorter, ResultWriter result)
      throws IOException {
    try (SortedShuffle records = sorter.sorted();
        ReduceSide side = pipeline.reduceSide(records, TaskSums.FOLDER)) {
      while (side.hasNext()) {
        result.write(side.next());
      }
      return side.figures();
    }
  }

  private static BatchCounts total(List<BatchCounts> mapped, BatchCounts reduced) {
    return BatchCounts.of(
        mapped.stream().mapToLong(BatchCounts::records).sum(),
        reduced.pairs(),
        reduced.keys(),
        reduced.malformed(),
        reduced.dead() + mapped.stream().mapToLong(BatchCounts::dead).sum());
  }
}
