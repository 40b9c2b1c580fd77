package dev.conveyor.jobs.local;

import dev.conveyor.jobs.output.ResultWriter;
import dev.conveyor.jobs.batch.BatchEngine;
import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.output.ResultEntries;
import dev.conveyor.jobs.pipeline.RecordTally;
import dev.conveyor.jobs.pipeline.ReduceSide;
import dev.conveyor.jobs.stage.Tally;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The driver of the local engine, on all cores of this machine: portions, a tally a thread, one
 * tally, a part. Its progress is in bytes.
 */
public final class LocalBatch implements BatchEngine {
  static final String PART = "part-00000";
  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final int BUFFER = 64 << 10;

  @Override
  public Configuration configured(Configuration given) {
    Configuration configuration = new Configuration(given);
    FileSystems.configure(configuration);
    return configuration;
  }

  @Override
  public BatchCounts run(BatchContext work, Progress progress) throws InterruptedException {
    try (ProgramFolder folder = ProgramFolder.of(work.configuration())) {
      MapTasks tasks = MapTasks.of(work, folder.place(), THREADS, progress);
      BatchCounts figures =
          work.plan().reducer().isPresent()
              ? new LocalReduce(work, folder.place()).run(tasks, THREADS)
              : sum(work, tasks);
      return figures.withLost(tasks.lost());
    } catch (IOException e) {
      throw BatchException.of(
          e, "write output " + work.plan().output(), "name another folder or set java.io.tmpdir");
    }
  }

  private static BatchCounts sum(BatchContext work, MapTasks tasks)
      throws IOException, InterruptedException {
    List<RecordTally> mapped = map(work, tasks);
    Tally tally = merged(mapped);
    try (OutputStream out = create(new Path(work.draft(), PART), work.configuration())) {
      new ResultEntries(work.plan()).write(tally, out);
    }
    return figures(mapped, tally);
  }

  private static List<RecordTally> map(BatchContext work, MapTasks tasks)
      throws IOException, InterruptedException {
    BatchPlan plan = work.plan();
    FileSystem system = work.draft().getFileSystem(work.configuration());
    Path dead = ResultWriter.deadLetters(new Path(work.draft(), PART), plan.job());
    try (DeadLetterWriter deadLetters = new DeadLetterWriter(system, dead)) {
      List<RecordTally> tallies =
          Stream.generate(() -> new RecordTally(plan.job(), plan.errors(), deadLetters))
              .limit(THREADS)
              .toList();
      tasks.run(tallies.stream().<Consumer<RecordBlock>>map(tally -> tally::add).toList());
      return tallies;
    }
  }

  private static Tally merged(List<RecordTally> mapped) {
    try {
      Tally tally = mapped.get(0).tally();
      mapped.subList(1, mapped.size()).forEach(task -> tally.merge(task.tally()));
      return tally;
    } catch (ArithmeticException | IllegalStateException e) {
      throw ReduceSide.unsummed(e);
    }
  }

  private static OutputStream create(Path file, Configuration files) throws IOException {
    return new BufferedOutputStream(file.getFileSystem(files).create(file, true), BUFFER);
  }

  private static BatchCounts figures(List<RecordTally> mapped, Tally tally) {
    return BatchCounts.of(
        mapped.stream().mapToLong(RecordTally::records).sum(),
        tally.pairs(),
        tally.keys(),
        tally.malformed(),
        mapped.stream().mapToLong(RecordTally::dead).sum());
  }
}
