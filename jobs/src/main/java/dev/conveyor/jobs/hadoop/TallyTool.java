package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.jobs.plan.BatchConfiguration;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.failure.TaskFailures;
import dev.conveyor.jobs.input.RecordsFormat;
import dev.conveyor.jobs.output.ResultFormat;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.streaming.hadoop.MessageInputFormat;
import dev.conveyor.streaming.run.LossCount;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.util.Tool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submits the job and follows it. Belongs to one thread, except for {@link #cancel}. */
final class TallyTool extends Configured implements Tool {
  private static final Logger LOG = LoggerFactory.getLogger(TallyTool.class);
  private static final int MAPS = 2;
  private static final long LOOK_MILLIS = 200;
  private static final long THOUSANDTHS = 1_000;

  private final BatchContext work;
  private final Progress progress;
  private volatile Job submitted;
  private BatchCounts figures;

  TallyTool(BatchContext work, Progress progress) {
    this.work = work;
    this.progress = progress;
  }

  /** The counts of the job, after it has run. */
  BatchCounts figures() {
    return figures;
  }

  @Override
  public int run(String[] words) throws IOException, InterruptedException, ClassNotFoundException {
    try (Job job = job()) {
      checkCommitter(job);
      job.submit();
      submitted = job;
      follow(job);
      if (!job.isSuccessful()) {
        throw failed(job);
      }
      figures = BatchCounters.of(job.getCounters()).withLost(lost(job));
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

  private Job job() throws IOException, InterruptedException {
    if (work.plan().programs().isPresent()) {
      StreamedSettings.check(getConf());
    }
    Job job = Job.getInstance(getConf(), "conveyor batch " + work.plan().job());
    new BatchConfiguration(job.getConfiguration()).write(work.plan());
    TaskLocale.give(job.getConfiguration());
    job.setJarByClass(TallyTool.class);
    setInput(job);
    job.setMapperClass(TallyMapper.class);
    job.setMapOutputKeyClass(ShuffleKey.class);
    job.setMapOutputValueClass(BytesWritable.class);
    job.setPartitionerClass(ShufflePartitioner.class);
    job.setReducerClass(SumReducer.class);
    job.setNumReduceTasks(work.reduceTasks());
    job.setOutputFormatClass(ResultFormat.class);
    job.setOutputKeyClass(NullWritable.class);
    job.setOutputValueClass(ResultPart.class);
    ResultFormat.writeInto(work, job.getConfiguration());
    TaskFailureNotes.cover(job.getConfiguration());
    // The batch writes _SUCCESS in the output, not in the draft.
    job.getConfiguration().setBoolean("mapreduce.fileoutputcommitter.marksuccessfuljobs", false);
    return job;
  }

  /** Creates the committer early: Hadoop's runner inside one JVM would hang if that failed. */
  private static void checkCommitter(Job job) throws IOException {
    new ResultFormat()
        .getOutputCommitter(
            new TaskAttemptContextImpl(job.getConfiguration(), new TaskAttemptID()));
  }

  private void setInput(Job job) throws IOException, InterruptedException {
    if (work.messages().isPresent()) {
      int maps = job.getConfiguration().getInt(MRJobConfig.NUM_MAPS, MAPS);
      MessageInputFormat.read(job, work.messages().get(), work.messageParts(Math.max(1, maps)));
      job.setInputFormatClass(FilesAndMessagesFormat.class);
    } else {
      job.setInputFormatClass(RecordsFormat.class);
    }
  }

  private LossCount lost(Job job) throws IOException {
    return work.messages().isPresent()
        ? LossCount.of(MessageInputFormat.verify(job, work.messages().get()))
        : LossCount.NONE;
  }

  private void follow(Job job) throws IOException, InterruptedException {
    while (!job.isComplete()) {
      float done = (job.mapProgress() + job.reduceProgress()) / 2;
      progress.advanced((long) (done * THOUSANDTHS), THOUSANDTHS);
      Thread.sleep(LOOK_MILLIS);
    }
    progress.advanced(THOUSANDTHS, THOUSANDTHS);
  }

  private BatchException failed(Job job) throws IOException, InterruptedException {
    Optional<String> note = new TaskFailures(work.draft(), job.getConfiguration()).first();
    return new BatchException(
        note.isPresent() ? note.get() : new JobDiagnostics(job).line(work.plan().job().name()));
  }
}
