package dev.conveyor.jobs.batch;

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
import dev.conveyor.jobs.input.BatchException;

/**
 * Why a task failed, as one line, from the task to its driver: a small file in the draft. Engines
 * hand on a stack trace at best; Hadoop's runner inside one JVM, nothing. A task that lives longer
 * than the draft leaves none: that would bring the draft back.
 */
public final class TaskFailure {
  private static final String FOLDER = "_failures";
  private static final int LONGEST = 4_096;

  /** First notes of tasks in this JVM, by draft: a full disk takes no file. */
  private static final Map<Path, String> HERE = new ConcurrentHashMap<>();

  private TaskFailure() {}

  /** Makes room for notes in a new draft. */
  public static void expect(Path draft, FileSystem files) throws IOException {
    files.mkdirs(new Path(draft, FOLDER));
  }

  /** Leaves a note, unless the task was interrupted; never fails itself. */
  public static void note(Throwable failure, Path draft, String attempt, Configuration conf) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isInterruption(cause)) {
        return;
      }
    }
    String line = line(failure, conf);
    HERE.putIfAbsent(draft, line);
    write(line, new Path(draft, FOLDER + "/" + attempt), conf);
  }

  /** The same for an attempt of Hadoop's. */
  public static void note(Throwable failure, TaskAttemptContext task) {
    note(
        failure,
        FileOutputFormat.getOutputPath(task),
        task.getTaskAttemptID().toString(),
        task.getConfiguration());
  }

  private static boolean isInterruption(Throwable thrown) {
    return thrown instanceof InterruptedException
        || thrown instanceof ClosedByInterruptException
        || thrown.getClass() == InterruptedIOException.class
        || (thrown instanceof JobException job && job.isInterruption());
  }

  private static String line(Throwable failure, Configuration conf) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BatchException || cause instanceof TransportException) {
        return cause.getMessage();
      }
    }
    return BatchException.of(
            failure,
            "run job " + BatchPlan.read(conf).job(),
            "see the logs of its tasks, then run it again")
        .getMessage();
  }

  private static void write(String line, Path note, Configuration conf) {
    try {
      FileSystem files = note.getFileSystem(conf);
      try (OutputStream out = files.createFile(note).overwrite(true).build()) {
        out.write(line.getBytes(UTF_8));
      }
    } catch (IOException | FSError e) {
      // The engine still says that the task failed.
    }
  }

  /** The first note, if any task has left one. */
  public static Optional<String> read(Path draft, Configuration conf) {
    String here = HERE.remove(draft);
    if (here != null) {
      return Optional.of(here);
    }
    try {
      FileSystem files = draft.getFileSystem(conf);
      Optional<FileStatus> first =
          Arrays.stream(files.listStatus(new Path(draft, FOLDER)))
              .filter(note -> note.getLen() > 0)
              .min(
                  Comparator.comparing(FileStatus::getModificationTime)
                      .thenComparing(FileStatus::getPath));
      if (first.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = files.open(first.get().getPath())) {
        return Optional.of(new String(in.readNBytes(LONGEST), UTF_8));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes the notes of attempts that others have made good. */
  public static void forget(Path draft, FileSystem files) throws IOException {
    HERE.remove(draft);
    files.delete(new Path(draft, FOLDER), true);
  }
}
