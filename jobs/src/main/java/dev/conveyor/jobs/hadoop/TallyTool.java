package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.failure.TaskFailures;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.streaming.hadoop.MessageInputFormat;
import dev.conveyor.streaming.run.LossCount;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.util.Tool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submits the job and follows it. Belongs to one thread, except for {@link #cancel}. */
final class TallyTool extends Configured implements Tool {
  private static final Logger LOG = LoggerFactory.getLogger(TallyTool.class);
  private static final long POLL_MILLIS = 200;
  private static final long THOUSANDTHS = 1_000;

  private final BatchContext context;
  private final Progress progress;
  private volatile Job submitted;
  private BatchCounts counts;

  TallyTool(BatchContext context, Progress progress) {
    this.context = context;
    this.progress = progress;
  }

  /** Returns the counts of the job, after it has run successfully; null before. */
  BatchCounts counts() {
    return counts;
  }

  @Override
  public int run(String[] arguments)
      throws IOException, InterruptedException, ClassNotFoundException {
    try (Job job = new TallyJob(context).create()) {
      job.submit();
      submitted = job;
      follow(job);
      if (!job.isSuccessful()) {
        throw failed(job);
      }
      counts = BatchCounter.counts(job.getCounters()).withLost(lost(job));
      return 0;
    }
  }

  /** Kills the job. Called by another thread until {@link #run} has ended. */
  void cancel() {
    Job job = submitted;
    try {
      if (job != null && !job.isComplete()) {
        job.killJob();
      }
    } catch (IOException e) {
      LOG.warn("cannot kill {}: {}", job.getJobID(), e.getMessage());
    }
  }

  private LossCount lost(Job job) throws IOException {
    return context.messages().isPresent()
        ? LossCount.of(MessageInputFormat.verify(job, context.messages().get()))
        : LossCount.NONE;
  }

  private void follow(Job job) throws IOException, InterruptedException {
    while (!job.isComplete()) {
      float done = (job.mapProgress() + job.reduceProgress()) / 2;
      progress.advanced((long) (done * THOUSANDTHS), THOUSANDTHS);
      Thread.sleep(POLL_MILLIS);
    }
    progress.advanced(THOUSANDTHS, THOUSANDTHS);
  }

  private BatchException failed(Job job) throws IOException, InterruptedException {
    Optional<String> note = new TaskFailures(context.draft(), job.getConfiguration()).first();
    return new BatchException(
        note.isPresent() ? note.get() : new JobDiagnostics(job).line(context.plan().job().name()));
  }
}
