package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.batch.TaskFailure;
import java.io.IOException;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/** Tells the driver why a task attempt failed. */
final class Notes {
  private Notes() {}

  /** A task attempt. */
  @FunctionalInterface
  interface Attempt {
    void run() throws IOException, InterruptedException;
  }

  /** Runs one, and leaves a note if it fails. */
  static void around(Attempt attempt, TaskAttemptContext task)
      throws IOException, InterruptedException {
    try {
      attempt.run();
    } catch (IOException | RuntimeException e) {
      leave(e, task);
      throw e;
    }
  }

  private static void leave(Exception failure, TaskAttemptContext task) {
    TaskFailure.note(
        failure,
        FileOutputFormat.getOutputPath(task),
        task.getTaskAttemptID().toString(),
        task.getConfiguration());
  }
}
