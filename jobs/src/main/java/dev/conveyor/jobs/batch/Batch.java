package dev.conveyor.jobs.batch;

import dev.conveyor.jobs.input.TextFiles;
import dev.conveyor.jobs.output.OutputFolder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import dev.conveyor.jobs.input.BatchException;
import dev.conveyor.jobs.pipeline.BatchFigures;

/**
 * Runs batches: finds the inputs, holds what waits in queues, lets an engine write a draft, makes
 * the draft the output, and releases what was held.
 *
 * <p>A batch that fails or is interrupted leaves no output, an existing one as it was, and gives
 * messages back to their queues. A driver that dies leaves its messages claimed and its record
 * where the plan says: the same batch run again reads the same messages, or finds its output
 * complete and only releases them. So each message of a list is in one output.
 */
public final class Batch {
  private final BatchPlan plan;
  private final BatchEngine engine;
  private final Configuration configuration;

  private Batch(BatchPlan plan, BatchEngine engine, Configuration configuration) {
    this.plan = plan;
    this.engine = engine;
    this.configuration = configuration;
  }

  /**
   * Runs one to its end.
   *
   * @param given settings of the file systems, and of Hadoop where that is the engine
   * @throws BatchException if an input or the output is not as needed, or the job fails
   * @throws dev.conveyor.streaming.TransportException if a queue cannot be read
   * @throws dev.conveyor.streaming.AddressException if an address can only be read live
   * @throws InterruptedException soon after the calling thread is interrupted
   */
  public static BatchResult run(
      BatchPlan plan, BatchEngine engine, Configuration given, Progress progress)
      throws InterruptedException {
    long start = System.nanoTime();
    try {
      BatchFigures figures = new Batch(plan, engine, engine.configured(given)).run(progress);
      return new BatchResult(figures, Duration.ofNanos(System.nanoTime() - start));
    } catch (Error e) {
      throw BatchException.of(e, "run job " + plan.job(), "--debug shows where");
    }
  }

  private BatchFigures run(Progress progress) throws InterruptedException {
    List<FileStatus> files = TextFiles.find(plan.inputs(), configuration);
    Optional<String> before = OutputFolder.completed(plan, configuration);
    try (ClaimedMessages messages = ClaimedMessages.take(plan, files, configuration);
        OutputFolder output = OutputFolder.of(plan, messages, before, configuration)) {
      if (messages.snapshot().isPresent()) {
        output.settle();
      }
      Optional<BatchFigures> finished = messages.finished();
      BatchFigures figures;
      if (finished.isPresent()) {
        figures = finished.get();
        output.sweep();
      } else {
        figures = write(files, messages, output, progress);
      }
      messages.release();
      return figures;
    }
  }

  private BatchFigures write(
      List<FileStatus> files, ClaimedMessages messages, OutputFolder output, Progress progress)
      throws InterruptedException {
    output.open(files);
    BatchWork work = new BatchWork(plan, files, messages.snapshot(), output.draft(), configuration);
    BatchFigures figures = engine.run(work, progress);
    output.finish();
    messages.stamp(output.draft(), figures);
    output.publish();
    output.complete();
    return figures;
  }
}
