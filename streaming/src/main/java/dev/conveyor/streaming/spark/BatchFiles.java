package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.run.OutputFiles;
import dev.conveyor.streaming.run.PartFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The files that the tasks of one batch write; it is sent to them. Each attempt of a task writes
 * its own files, and those that the driver does not {@linkplain StreamBatch#commit commit} are
 * deleted.
 */
public final class BatchFiles implements Serializable {
  private static final long serialVersionUID = 1;

  private final String output;
  private final long batch;
  private final long token;
  private final Broadcast<SerializableConfiguration> configuration;

  BatchFiles(
      String output, long batch, long token, Broadcast<SerializableConfiguration> configuration) {
    this.output = output;
    this.batch = batch;
    this.token = token;
    this.configuration = configuration;
  }

  /**
   * Names the file of the running task in a folder of results; a task has one file a folder.
   *
   * @param folder below the output: one name, for example that of a job
   * @throws IllegalStateException outside of a task
   */
  public PartFile part(String folder) {
    TaskContext task = TaskContext.get();
    if (task == null) {
      throw new IllegalStateException("a part is named by the task that writes it");
    }
    return new PartFile(folder, batch, token, task.partitionId(), task.taskAttemptId());
  }

  /**
   * Opens that file. Its bytes count once it is closed and committed.
   *
   * @throws IOException if it cannot be created
   */
  public OutputStream create(PartFile part) throws IOException {
    return new OutputFiles(output, configuration.value().value()).create(part);
  }
}
