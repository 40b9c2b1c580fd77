package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.failure.TaskFailures;
import dev.conveyor.jobs.pipeline.Pipeline;
import dev.conveyor.jobs.plan.BatchConfiguration;
import dev.conveyor.jobs.program.ProgramHost;
import java.io.File;
import java.io.Serializable;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** The settings of a batch's tasks, serialized with them. */
final class TaskSettings implements Serializable {
  private static final long serialVersionUID = 1;

  /** The setting of {@code --files} of spark-submit, except on YARN. */
  static final String FILES = "spark.files";

  private final Broadcast<SerializableConfiguration> configuration;

  /**
   * Creates the settings.
   *
   * @param configuration with the plan and the path of the draft
   */
  TaskSettings(Broadcast<SerializableConfiguration> configuration) {
    this.configuration = configuration;
  }

  /**
   * Returns the pipeline of the plan. The working directory of programs holds the user's files, if
   * there are any.
   */
  Pipeline pipeline() {
    boolean hasFiles = !SparkEnv.get().conf().get(FILES, "").isEmpty();
    File folder = new File(hasFiles ? SparkFiles.getRootDirectory() : ".");
    return new BatchConfiguration(configuration.value().value())
        .plan()
        .pipeline(ProgramHost.in(folder));
  }

  /**
   * Runs a step of a task. Leaves a note for the driver if it fails, but not if the task is killed.
   */
  boolean noting(String kind, BooleanSupplier step) {
    try {
      return step.getAsBoolean();
    } catch (RuntimeException | Error e) {
      TaskContext task = TaskContext.get();
      if (!task.isInterrupted()) {
        Configuration files = configuration.value().value();
        Path draft = new Path(files.get(FileOutputFormat.OUTDIR));
        new TaskFailures(draft, files).add(e, kind + "-" + task.taskAttemptId());
      }
      throw e;
    }
  }
}
