package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.input.RecordsFormat;
import dev.conveyor.jobs.output.ResultFormat;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.pipeline.ShuffleKey;
import dev.conveyor.jobs.plan.BatchConfiguration;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.streaming.hadoop.MessageInputFormat;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;

/** The MapReduce job of a batch. */
record TallyJob(BatchContext context) {
  private static final int DEFAULT_MAPS = 2;

  /** The setting in which Hadoop's parser of options leaves jars. */
  private static final String JARS = "tmpjars";

  /** Creates the job, ready to be submitted. */
  Job create() throws IOException, InterruptedException {
    if (context.plan().programs().isPresent()) {
      StreamedSettings.check(context.configuration());
    }
    Job job = Job.getInstance(context.configuration(), "conveyor batch " + context.plan().job());
    new BatchConfiguration(job.getConfiguration()).write(context.plan());
    TaskLocale.give(job.getConfiguration());
    job.setJarByClass(TallyJob.class);
    setInput(job);
    job.setMapperClass(TallyMapper.class);
    job.setMapOutputKeyClass(ShuffleKey.class);
    job.setMapOutputValueClass(BytesWritable.class);
    job.setPartitionerClass(ShufflePartitioner.class);
    job.setReducerClass(SumReducer.class);
    job.setNumReduceTasks(context.reduceTasks());
    job.setOutputFormatClass(ResultFormat.class);
    job.setOutputKeyClass(NullWritable.class);
    job.setOutputValueClass(ResultPart.class);
    ResultFormat.writeInto(context, job.getConfiguration());
    TaskFailureReports.install(job.getConfiguration());
    // The batch writes _SUCCESS in the output, not in the draft.
    job.getConfiguration().setBoolean("mapreduce.fileoutputcommitter.marksuccessfuljobs", false);
    shipStoredJars(job.getConfiguration());
    checkCommitter(job);
    return job;
  }

  /**
   * Makes Hadoop ship jars one by one if some are on the file system of the job: it leaves them
   * where they are, and ships only the folder to which it has copied the others.
   */
  private static void shipStoredJars(Configuration configuration) {
    for (String jar : configuration.getTrimmedStrings(JARS)) {
      if (!jar.startsWith("file:")) {
        configuration.setBoolean(Job.USE_WILDCARD_FOR_LIBJARS, false);
      }
    }
  }

  /** Creates the committer early: Hadoop's runner inside one JVM would hang if that failed. */
  private static void checkCommitter(Job job) throws IOException {
    new ResultFormat()
        .getOutputCommitter(
            new TaskAttemptContextImpl(job.getConfiguration(), new TaskAttemptID()));
  }

  private void setInput(Job job) throws IOException, InterruptedException {
    if (context.messages().isPresent()) {
      int maps = job.getConfiguration().getInt(MRJobConfig.NUM_MAPS, DEFAULT_MAPS);
      MessageInputFormat.read(
          job, context.messages().get(), context.messageParts(Math.max(1, maps)));
      job.setInputFormatClass(FilesAndMessagesFormat.class);
    } else {
      job.setInputFormatClass(RecordsFormat.class);
    }
  }
}
