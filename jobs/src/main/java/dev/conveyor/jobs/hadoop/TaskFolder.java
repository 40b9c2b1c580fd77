package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.batch.BatchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;

/**
 * The folder on this machine that a job inside this JVM writes to: Hadoop would leave files in the
 * shared one whenever the job fails. Closing deletes it.
 */
final class TaskFolder implements AutoCloseable {
  private static final String TEMPORARY = "hadoop.tmp.dir";
  private static final String UNSET = "core-default.xml";
  private static final String PREFIX = "conveyor-hadoop-";

  private final Path folder;

  private TaskFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Creates one in {@code hadoop.tmp.dir}, or among the temporary folders where that is not set,
   * and makes it the {@code hadoop.tmp.dir} of this configuration.
   *
   * @throws BatchException if it cannot be created
   */
  static TaskFolder of(Configuration configuration) {
    Path parent = parent(configuration);
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(parent), PREFIX);
      configuration.set(TEMPORARY, folder.toString());
      return new TaskFolder(folder);
    } catch (IOException e) {
      throw BatchException.of(
          e, "create a temporary folder in " + parent, "set " + TEMPORARY + " to another folder");
    }
  }

  private static Path parent(Configuration configuration) {
    String[] sources = configuration.getPropertySources(TEMPORARY);
    return sources == null || List.of(sources).contains(UNSET)
        ? Path.of(System.getProperty("java.io.tmpdir"))
        : Path.of(new org.apache.hadoop.fs.Path(configuration.get(TEMPORARY)).toUri().getPath());
  }

  @Override
  public void close() {
    FileUtil.fullyDelete(folder.toFile());
  }
}
