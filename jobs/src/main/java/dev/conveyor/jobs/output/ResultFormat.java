package dev.conveyor.jobs.output;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.failure.TaskFailures;
import dev.conveyor.jobs.pipeline.ResultPart;
import dev.conveyor.jobs.plan.BatchConfiguration;
import dev.conveyor.jobs.plan.BatchContext;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;

/**
 * The output format of MapReduce and Spark: {@code part-r-*} with sorted lines, and dead letters
 * below {@code _dead}. The committer of the file system keeps the files of one attempt for each
 * task.
 */
public final class ResultFormat extends FileOutputFormat<NullWritable, ResultPart> {

  /**
   * Sets the draft of a batch as the output folder.
   *
   * @throws BatchException if Hadoop would replace a part of that name by the value of a setting
   */
  public static void writeInto(BatchContext work, Configuration configuration) {
    String draft = work.draft().toString();
    configuration.set(OUTDIR, draft);
    if (!draft.equals(configuration.get(OUTDIR))) {
      throw new BatchException(
          "cannot write output "
              + work.plan().output()
              + ": Hadoop takes ${…} in it for a setting; name another folder, or add --engine local");
    }
  }

  /** Checks nothing, since {@link OutputFolder} has checked the output and created the draft. */
  @Override
  public void checkOutputSpecs(JobContext job) {}

  /** Returns Hadoop's own name, but with the same digits in every locale. */
  @Override
  public Path getDefaultWorkFile(TaskAttemptContext task, String extension) throws IOException {
    TaskID id = task.getTaskAttemptID().getTaskID();
    char type = TaskID.getRepresentingCharacter(id.getTaskType());
    String name = String.format(Locale.ROOT, "part-%c-%05d%s", type, id.getId(), extension);
    return new Path(((PathOutputCommitter) getOutputCommitter(task)).getWorkPath(), name);
  }

  @Override
  public RecordWriter<NullWritable, ResultPart> getRecordWriter(TaskAttemptContext task)
      throws IOException {
    ResultWriter writer =
        new ResultWriter(
            new BatchConfiguration(task.getConfiguration()).plan(),
            getDefaultWorkFile(task, ""),
            task.getConfiguration(),
            1);
    return new RecordWriter<>() {
      @Override
      public void write(NullWritable unused, ResultPart part) throws IOException {
        noting(() -> writer.write(part), task);
      }

      @Override
      public void close(TaskAttemptContext context) throws IOException {
        noting(writer::close, context);
      }
    };
  }

  /** A step of writing. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /** Leaves a note for the driver if a step fails: engines pass on little of it. */
  private static void noting(Step step, TaskAttemptContext task) throws IOException {
    try {
      step.run();
    } catch (IOException | RuntimeException | Error e) {
      TaskFailures.of(task).add(e, task.getTaskAttemptID().toString());
      throw e;
    }
  }
}
