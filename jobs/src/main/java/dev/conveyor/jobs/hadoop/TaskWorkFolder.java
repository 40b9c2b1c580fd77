package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.failure.BatchException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;

/**
 * A local folder for the temporary files of a job inside this JVM. Hadoop would leave files in the
 * shared folder if the job fails. Closing deletes it.
 *
 * <p>Hadoop 3.4 reads map output by the escaped form of its path ({@code SpillRecord}). A reduce
 * task thus finds no output below a folder with a space in its name. In that case a symbolic link
 * gives the folder another name.
 *
 * @param linked folder that holds the link; empty if there is none
 */
record TaskWorkFolder(Path folder, Optional<Path> linked) implements AutoCloseable {
  private static final String TEMPORARY = "hadoop.tmp.dir";
  private static final String UNSET = "core-default.xml";
  private static final String PREFIX = "conveyor-hadoop-";

  /** Folders for a link, if the name of the temporary folder cannot be used. */
  private static final List<String> LINK_PARENTS =
      List.of("/tmp", "/var/tmp", System.getProperty("user.home"));

  /**
   * Creates a folder in {@code hadoop.tmp.dir}, or in {@code java.io.tmpdir} if that is not set.
   * Sets it as the {@code hadoop.tmp.dir} of this configuration.
   *
   * @throws BatchException if it cannot be created
   */
  static TaskWorkFolder of(Configuration configuration) {
    Path parent = parent(configuration);
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(parent), PREFIX);
      if (hasSameNameEscaped(folder)) {
        configuration.set(TEMPORARY, folder.toString());
        return new TaskWorkFolder(folder, Optional.empty());
      }
      Path link = link(folder);
      configuration.set(TEMPORARY, link.toString());
      return new TaskWorkFolder(folder, Optional.of(link.getParent()));
    } catch (IOException e) {
      throw BatchException.of(
          e, "create a temporary folder in " + parent, "set " + TEMPORARY + " to another folder");
    }
  }

  private static boolean hasSameNameEscaped(Path folder) {
    URI uri = new org.apache.hadoop.fs.Path(folder.toString()).toUri();
    return uri.getPath().equals(uri.getRawPath());
  }

  private static Path link(Path folder) throws IOException {
    IOException failure = null;
    for (String parent : LINK_PARENTS) {
      try {
        Path holder = Files.createTempDirectory(Path.of(parent), PREFIX);
        if (hasSameNameEscaped(holder)) {
          return Files.createSymbolicLink(holder.resolve("link"), folder);
        }
        Files.delete(holder);
      } catch (IOException | InvalidPathException e) {
        failure = new IOException(String.valueOf(e.getMessage()), e);
      }
    }
    FileUtil.fullyDelete(folder.toFile());
    throw failure == null ? new IOException("Hadoop cannot use the name " + folder) : failure;
  }

  private static Path parent(Configuration configuration) {
    String[] sources = configuration.getPropertySources(TEMPORARY);
    return sources == null || List.of(sources).contains(UNSET)
        ? Path.of(System.getProperty("java.io.tmpdir"))
        : Path.of(new org.apache.hadoop.fs.Path(configuration.get(TEMPORARY)).toUri().getPath());
  }

  @Override
  public void close() {
    linked.ifPresent(holder -> FileUtil.fullyDelete(holder.toFile()));
    FileUtil.fullyDelete(folder.toFile());
  }
}
