package dev.conveyor.jobs.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the dead letters of one task as they come: one file a job, below {@code _dead}. A job
 * without dead letters has no file. Belongs to one thread.
 */
public final class DeadLetterFiles implements Closeable {
  private final Folders folders;
  private final SortedMap<String, OutputStream> files = new TreeMap<>();

  /** Creates the file of the task in a folder of the output. */
  @FunctionalInterface
  public interface Folders {
    OutputStream create(String folder) throws IOException;
  }

  public DeadLetterFiles(Folders folders) {
    this.folders = folders;
  }

  /** Returns the folder for the dead letters of a job, relative to the output. */
  public static String folder(String job) {
    return "_dead/" + job;
  }

  /**
   * Writes one.
   *
   * @param line of JSON, without its end
   */
  public void write(String job, byte[] line) throws IOException {
    OutputStream file = files.get(job);
    if (file == null) {
      file = folders.create(folder(job));
      files.put(job, file);
    }
    file.write(line);
    file.write('\n');
  }

  /** Returns the jobs that have dead letters. */
  public Set<String> jobs() {
    return files.keySet();
  }

  @Override
  public void close() throws IOException {
    for (OutputStream file : files.values()) {
      file.close();
    }
  }
}
