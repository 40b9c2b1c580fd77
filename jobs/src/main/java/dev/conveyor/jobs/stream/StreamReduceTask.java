package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.format.PartFormat;
import dev.conveyor.jobs.format.PartWriter;
import dev.conveyor.jobs.merge.SortedSums;
import dev.conveyor.jobs.pipeline.DeadLetterFiles;
import dev.conveyor.jobs.pipeline.ReduceSide;
import dev.conveyor.jobs.pipeline.ReportFilter;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.pipeline.ShuffleRecord;
import dev.conveyor.jobs.pipeline.Sums;
import dev.conveyor.streaming.StagedWriter;
import dev.conveyor.streaming.run.PartFile;
import dev.conveyor.streaming.spark.BatchFiles;
import dev.conveyor.streaming.spark.Interruptions;
import dev.conveyor.streaming.spark.LocalFolders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/**
 * Runs the reduce side of a task and writes one file a job, under a name that belongs to this
 * attempt alone. An attempt that is not committed leaves files that no driver takes.
 */
final class StreamReduceTask
    implements FlatMapFunction<Iterator<Tuple2<ShuffleKey, byte[]>>, ReduceResult> {
  private static final long serialVersionUID = 2;

  private final StreamPlan plan;
  private final BatchFiles files;
  private final Batch batch;

  /**
   * @param plan with the password of the totals, which tasks need
   */
  StreamReduceTask(StreamPlan plan, BatchFiles files, Batch batch) {
    this.plan = plan;
    this.files = files;
    this.batch = batch;
  }

  @Override
  public Iterator<ReduceResult> call(Iterator<Tuple2<ShuffleKey, byte[]>> shuffled)
      throws IOException {
    ReduceResult result = new ReduceResult();
    Iterator<ShuffleRecord> records =
        new ReportFilter<>(
            shuffled,
            tuple -> new ShuffleRecord(tuple._1(), tuple._2()),
            bytes -> result.report().add(PartitionReport.read(bytes)));
    try (DeadLetterFiles deadLetters =
            new DeadLetterFiles(folder -> files.create(files.part(folder)));
        ReduceSide side = plan.pipeline().reduceSide(records, LocalFolders.ofTask())) {
      while (side.hasNext()) {
        write(side.next(), deadLetters, result);
      }
      deadLetters
          .jobs()
          .forEach(job -> result.addDeadLetters(files.part(DeadLetterFiles.folder(job))));
    }
    return List.of(result).iterator();
  }

  private void write(ResultPart part, DeadLetterFiles deadLetters, ReduceResult result)
      throws IOException {
    if (part instanceof ResultPart.DeadLetterLine letter) {
      deadLetters.write(plan.jobIds().get(letter.job()), letter.line());
    } else if (part instanceof ResultPart.JobSums sums) {
      write(plan.jobIds().get(sums.job()), sums.sums(), result);
    }
  }

  private void write(String job, SortedSums sums, ReduceResult result) throws IOException {
    result.addMalformed(job, sums.malformed());
    if (sums.isEmpty()) {
      return;
    }
    PartFile part = files.part(job);
    try {
      if (plan.output().hasTotals()) {
        writeWithTotals(job, part, sums, result);
      } else {
        write(part, sums);
      }
      result.addSums(job, part, sums.total());
    } catch (ArithmeticException e) {
      throw Sums.outOfRange(e);
    }
  }

  private void write(PartFile part, SortedSums sums) throws IOException {
    if (plan.output().format() == PartFormat.TEXT) {
      try (OutputStream out = files.create(part)) {
        sums.write(out, 1);
      }
      return;
    }
    try (PartWriter writer = plan.output().format().open(files.create(part))) {
      sums.forEach(writer::write);
    }
  }

  private void writeWithTotals(String job, PartFile part, SortedSums sums, ReduceResult result)
      throws IOException {
    try (PartWriter writer = plan.output().format().open(files.create(part));
        TotalsWriter totals = new TotalsWriter(stage(job))) {
      sums.forEach(
          (buffer, from, to, amount) -> {
            writer.write(buffer, from, to, amount);
            totals.add(buffer, from, to, amount);
          });
      result.addStage(job, totals.finish());
    }
  }

  private StagedWriter stage(String job) throws IOException {
    String attempt = batch.id() + "-" + UUID.randomUUID();
    try {
      return plan.output().totalsOf(job, plan.jobIds()).openStage(batch.run(), attempt);
    } catch (InterruptedException e) {
      throw Interruptions.ended(e);
    }
  }

  /** The batch of a run. */
  record Batch(String run, long id) implements Serializable {}
}
