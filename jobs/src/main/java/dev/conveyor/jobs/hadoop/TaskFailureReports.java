package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.failure.TaskFailures;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.MapTask;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.MRConfig;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.task.reduce.Shuffle;

/** Reports failures of task attempts to the driver. */
final class TaskFailureReports {
  private TaskFailureReports() {}

  /** A task attempt. */
  @FunctionalInterface
  interface Attempt {
    void run() throws IOException, InterruptedException;
  }

  /**
   * Makes Hadoop's own parts of a task report failures too, unless the user has chosen other parts.
   */
  static void install(Configuration job) {
    replace(
        job,
        JobContext.MAP_OUTPUT_COLLECTOR_CLASS_ATTR,
        MapTask.MapOutputBuffer.class,
        FailureReportingOutput.class);
    replace(job, MRConfig.SHUFFLE_CONSUMER_PLUGIN, Shuffle.class, FailureReportingShuffle.class);
  }

  private static void replace(Configuration job, String name, Class<?> ofHadoop, Class<?> ofOurs) {
    if (job.get(name, ofHadoop.getName()).equals(ofHadoop.getName())) {
      job.set(name, ofOurs.getName());
    }
  }

  /** Reports a failed attempt. */
  static void report(Throwable failure, TaskAttemptID attempt, JobConf conf) {
    Path draft = new Path(conf.get(FileOutputFormat.OUTDIR));
    new TaskFailures(draft, conf).add(failure, attempt.toString());
  }

  /** Runs an attempt, and reports its failure. */
  static void reporting(Attempt attempt, TaskAttemptContext task)
      throws IOException, InterruptedException {
    try {
      attempt.run();
    } catch (IOException | RuntimeException | Error e) {
      TaskFailures.of(task).add(e, task.getTaskAttemptID().toString());
      throw e;
    }
  }
}
