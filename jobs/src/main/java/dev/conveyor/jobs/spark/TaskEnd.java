package dev.conveyor.jobs.spark;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/** Closes resources when the task of the calling thread ends. */
final class TaskEnd {
  private TaskEnd() {}

  /** Throws if the task is killed: its code may have swallowed the interrupt. */
  static void throwIfKilled() {
    if (TaskContext.get().isInterrupted()) {
      throw new TaskKilledException("the task is killed");
    }
  }

  static <T extends Closeable> T closing(T used) {
    TaskContext.get()
        .addTaskCompletionListener(
            task -> {
              try {
                used.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return used;
  }
}
