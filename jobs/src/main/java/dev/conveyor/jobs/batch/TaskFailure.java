package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.stage.JobException;
import dev.conveyor.streaming.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Why a task failed, as one line, from the task to its driver: a small file in the draft. Engines
 * hand on a stack trace at best; Hadoop's runner inside one JVM, nothing. A task that lives longer
 * than the draft leaves none: that would bring the draft back.
 */
public final class TaskFailure {
  private static final String FOLDER = "_failures";
  private static final int LONGEST = 4_096;

  private TaskFailure() {}

  /** Makes room for notes in a new draft. */
  static void expect(Path draft, FileSystem files) throws IOException {
    files.mkdirs(new Path(draft, FOLDER));
  }

  /** Leaves a note, if the failure is one that tells, and no interrupt; never fails itself. */
  public static void note(Throwable failure, Path draft, String attempt, Configuration conf) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobException job && job.isInterruption()) {
        return;
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BatchException || cause instanceof TransportException) {
        write(cause.getMessage(), new Path(draft, FOLDER + "/" + attempt), conf);
        return;
      }
    }
  }

  private static void write(String line, Path note, Configuration conf) {
    try {
      FileSystem files = note.getFileSystem(conf);
      try (OutputStream out = files.createFile(note).overwrite(true).build()) {
        out.write(line.getBytes(UTF_8));
      }
    } catch (IOException e) {
      // The engine still says that the task failed.
    }
  }

  /** The first note by name, if any task has left one. */
  public static Optional<String> read(Path draft, Configuration conf) {
    try {
      FileSystem files = draft.getFileSystem(conf);
      Optional<FileStatus> first =
          Arrays.stream(files.listStatus(new Path(draft, FOLDER)))
              .min(Comparator.comparing(FileStatus::getPath));
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
  static void forget(Path draft, FileSystem files) throws IOException {
    files.delete(new Path(draft, FOLDER), true);
  }
}
