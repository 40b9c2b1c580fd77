package dev.conveyor.jobs.failure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.stage.JobException;
import dev.conveyor.streaming.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/**
 * The reasons for which tasks of a batch failed: one line each, from the task to its driver, in
 * small files in the draft. An engine passes on a stack trace at best; Hadoop's runner inside one
 * JVM passes on nothing. A task that outlives the draft writes no file, since that would recreate
 * the draft.
 *
 * @param configuration of the tasks, which names the job
 */
public record TaskFailures(Path draft, Configuration configuration) {
  /** The setting that names the job of a batch. */
  public static final String JOB = "conveyor.batch.job";

  private static final String FOLDER = "_failures";
  private static final int MAX_BYTES = 4_096;

  /** The first failure of each draft in this JVM, for when a full disk takes no file. */
  private static final Map<Path, String> IN_THIS_JVM = new ConcurrentHashMap<>();

  /** The failures of the job of a Hadoop task. */
  public static TaskFailures of(TaskAttemptContext task) {
    return new TaskFailures(FileOutputFormat.getOutputPath(task), task.getConfiguration());
  }

  private FileSystem files() throws IOException {
    return draft.getFileSystem(configuration);
  }

  private Path folder() {
    return new Path(draft, FOLDER);
  }

  /** Creates the folder for failures in a new draft. */
  public void createFolder() throws IOException {
    files().mkdirs(folder());
  }

  /**
   * Records the failure of a task attempt, unless it is an interruption. Throws nothing.
   *
   * @param attempt name of the attempt, unique in the batch
   */
  public void add(Throwable failure, String attempt) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isInterruption(cause)) {
        return;
      }
    }
    String line = line(failure);
    IN_THIS_JVM.putIfAbsent(draft, line);
    write(line, new Path(folder(), attempt));
  }

  private static boolean isInterruption(Throwable thrown) {
    return thrown instanceof InterruptedException
        || thrown instanceof ClosedByInterruptException
        || thrown.getClass() == InterruptedIOException.class
        || (thrown instanceof JobException job && job.isInterruption());
  }

  private String line(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BatchException || cause instanceof TransportException) {
        return cause.getMessage();
      }
    }
    return BatchException.of(
            failure,
            "run job " + configuration.getRaw(JOB),
            "see the logs of its tasks, then run it again")
        .getMessage();
  }

  private void write(String line, Path file) {
    try (OutputStream out = files().createFile(file).overwrite(true).build()) {
      out.write(line.getBytes(UTF_8));
    } catch (IOException | FSError e) {
      // The engine still reports that the task failed.
    }
  }

  /** Returns the first failure; empty if no task has recorded one. */
  public Optional<String> first() {
    String here = IN_THIS_JVM.remove(draft);
    if (here != null) {
      return Optional.of(here);
    }
    try {
      Optional<FileStatus> first =
          Arrays.stream(files().listStatus(folder()))
              .filter(file -> file.getLen() > 0)
              .min(
                  Comparator.comparing(FileStatus::getModificationTime)
                      .thenComparing(FileStatus::getPath));
      if (first.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = files().open(first.get().getPath())) {
        return Optional.of(new String(in.readNBytes(MAX_BYTES), UTF_8));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Deletes the failures, after later attempts have succeeded. */
  public void clear() throws IOException {
    IN_THIS_JVM.remove(draft);
    files().delete(folder(), true);
  }
}
