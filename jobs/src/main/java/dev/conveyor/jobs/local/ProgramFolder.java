package dev.conveyor.jobs.local;

import dev.conveyor.jobs.failure.BatchException;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * The working directory of programs: that of this process, or a temporary one with the files that
 * the user gives to tasks by {@code -files}. Closing deletes a temporary one.
 */
record ProgramFolder(File place, boolean isOwn) implements Closeable {
  /** The setting in which Hadoop's option parser stores {@code -files}. */
  private static final String FILES = "tmpfiles";

  static ProgramFolder of(Configuration configuration) throws IOException {
    String[] files = configuration.getStrings(FILES, new String[0]);
    if (files.length == 0) {
      return new ProgramFolder(new File("."), false);
    }
    Path folder = Files.createTempDirectory("conveyor-task-");
    ProgramFolder made = new ProgramFolder(folder.toFile(), true);
    for (String file : files) {
      try {
        made.add(URI.create(file), configuration);
      } catch (IOException e) {
        made.close();
        throw BatchException.cannot("hand file " + file + " to tasks", e, "name a readable one");
      }
    }
    return made;
  }

  /**
   * Adds a file, under the name of its URI's fragment (after #) if there is one. Local files are
   * linked.
   */
  private void add(URI file, Configuration configuration) throws IOException {
    org.apache.hadoop.fs.Path from =
        new org.apache.hadoop.fs.Path(file.getScheme(), file.getAuthority(), file.getPath());
    String name = file.getFragment() == null ? from.getName() : file.getFragment();
    Path link = place.toPath().resolve(name);
    if ("file".equals(file.getScheme())) {
      Files.createSymbolicLink(link, Path.of(file.getPath()));
      return;
    }
    FileSystem system = from.getFileSystem(configuration);
    system.copyToLocalFile(false, from, new org.apache.hadoop.fs.Path(link.toUri()), true);
    if (!link.toFile().setExecutable(true)) {
      throw new IOException("it cannot be made executable");
    }
  }

  @Override
  public void close() throws IOException {
    if (isOwn) {
      org.apache.hadoop.fs.FileUtil.fullyDelete(place);
    }
  }
}
