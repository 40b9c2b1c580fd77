package dev.conveyor.jobs.batch;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.TextFiles;
import dev.conveyor.jobs.output.OutputFolder;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.stage.JobException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * Runs a batch: finds its files, claims its messages, lets an engine write a draft, publishes the
 * draft as the output, and releases the messages.
 *
 * <p>A batch that fails or is interrupted leaves no output, keeps an existing one, and returns the
 * messages to their queues. A driver that dies leaves its claims and its checkpoints. The same
 * batch, run again, reads the same messages, or finds its output complete and only releases them.
 * So each message of a list is in one output.
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
   * Runs one batch to its end.
   *
   * @param given settings of the file systems, and of Hadoop if that is the engine
   * @throws BatchException if an input or the output cannot be used, or the job fails
   * @throws dev.conveyor.streaming.TransportException if a queue cannot be read
   * @throws dev.conveyor.streaming.AddressException if an address can only be read live
   * @throws InterruptedException soon after the calling thread is interrupted
   */
  public static BatchResult run(
      BatchPlan plan, BatchEngine engine, Configuration given, Progress progress)
      throws InterruptedException {
    long start = System.nanoTime();
    try {
      BatchCounts counts = new Batch(plan, engine, engine.configured(given)).run(progress);
      return new BatchResult(counts, Duration.ofNanos(System.nanoTime() - start));
    } catch (JobException | Error e) {
      throw BatchException.of(e, "run job " + plan.job(), "--debug shows where");
    }
  }

  private BatchCounts run(Progress progress) throws InterruptedException {
    List<FileStatus> files = TextFiles.find(plan.input().paths(), configuration);
    Optional<String> before = OutputFolder.completed(plan, configuration);
    try (ClaimedMessages messages = ClaimedMessages.claim(plan, files, configuration);
        OutputFolder output = OutputFolder.of(plan, messages.lease(), before, configuration)) {
      if (messages.snapshot().isPresent()) {
        output.settle();
      }
      Optional<BatchCounts> finished = messages.finished();
      BatchCounts counts;
      if (finished.isPresent()) {
        counts = finished.get();
        output.sweep();
      } else {
        counts = write(files, messages, output, progress);
      }
      messages.release();
      return counts;
    }
  }

  private BatchCounts write(
      List<FileStatus> files, ClaimedMessages messages, OutputFolder output, Progress progress)
      throws InterruptedException {
    output.open(files);
    BatchContext context =
        new BatchContext(plan, files, messages.snapshot(), output.draft(), configuration);
    BatchCounts counts = engine.run(context, progress);
    output.finish();
    messages.stamp(output.draft(), counts);
    output.publish();
    output.complete();
    return counts;
  }
}
