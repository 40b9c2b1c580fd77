package dev.conveyor.jobs.batch;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the files of inputs: files, folders and globs on any Hadoop file system. Folders are read
 * recursively, in the order of their names. Below an input, and among what a glob matches, names
 * that begin with {@code _} or {@code .} are not data; a folder {@code batch=…} without {@code
 * _SUCCESS} was not finished and does not count.
 */
public final class TextFiles {
  private static final String LOCAL = "file";

  private final Configuration configuration;
  private final Compression compression;
  private final List<FileStatus> found = new ArrayList<>();

  private TextFiles(Configuration configuration) {
    this.configuration = configuration;
    this.compression = new Compression(configuration);
  }

  /**
   * The files of all inputs, in order.
   *
   * @throws BatchException if an input is missing, no text, or may not be read
   */
  public static List<FileStatus> find(List<String> inputs, Configuration configuration) {
    TextFiles files = new TextFiles(configuration);
    for (String input : inputs) {
      try {
        files.add(input);
      } catch (IOException | IllegalArgumentException e) {
        throw BatchException.cannot(
            "read input " + input, e, "name an existing file or folder that can be read");
      }
    }
    return files.found;
  }

  /** A path as the user writes it: where it lies on this machine's disk, without a scheme. */
  static String shown(Path path) {
    return isLocal(path) ? path.toUri().getPath() : path.toString();
  }

  static BatchException unreadable(Path path, IOException cause) {
    return BatchException.cannot(
        "read input " + shown(path), cause, "check the file, then run the batch again");
  }

  /** Hadoop takes what stands before a colon for a scheme, unless a slash comes first. */
  static Path path(String text) {
    boolean isName = text.indexOf(':') > 0 && text.indexOf('/') < 0;
    return new Path(isName ? new File(text).getAbsolutePath() : text);
  }

  /** The file system of a path, whose class may not be here. */
  static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
    try {
      return path.getFileSystem(configuration);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        String scheme = path.toUri().getScheme();
        throw new IOException("the class path has no file system for " + scheme + "://", e);
      }
      throw e;
    }
  }

  private void add(String input) throws IOException {
    Path path = path(input);
    FileSystem files = fileSystem(path, configuration);
    int before = found.size();
    for (FileStatus root : roots(files, path)) {
      collect(files, root, List.of());
    }
    found.subList(before, found.size()).sort(Comparator.comparing(FileStatus::getPath));
  }

  /** What the input names, or else what matches it as a glob. */
  private static List<FileStatus> roots(FileSystem files, Path path) throws IOException {
    try {
      return List.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      FileStatus[] matching = files.globStatus(path, match -> isData(match.getName()));
      if (matching == null || matching.length == 0) {
        throw e;
      }
      return Arrays.asList(matching);
    }
  }

  private void collect(FileSystem files, FileStatus status, List<String> above) throws IOException {
    if (status.isFile()) {
      check(status.getPath());
      found.add(status);
      return;
    }
    List<String> path = new ArrayList<>(above);
    path.add(realPath(status.getPath(), above));
    FileStatus[] children = files.listStatus(status.getPath());
    if (isUnfinished(status.getPath().getName(), children)) {
      return;
    }
    for (FileStatus child : children) {
      if (isData(child.getPath().getName())) {
        collect(files, child, path);
      }
    }
  }

  /** Only on this machine can a link lead back to where it lies. */
  private static String realPath(Path folder, List<String> above) throws IOException {
    String real = isLocal(folder) ? local(folder).toRealPath().toString() : folder.toString();
    if (above.contains(real)) {
      throw new IOException("the link " + shown(folder) + " leads back to a folder above it");
    }
    return real;
  }

  private static boolean isUnfinished(String folder, FileStatus[] children) {
    return folder.startsWith("batch=")
        && Arrays.stream(children)
            .noneMatch(child -> child.getPath().getName().equals(OutputTarget.SUCCESS));
  }

  private static boolean isData(String name) {
    return !name.startsWith("_") && !name.startsWith(".");
  }

  private void check(Path file) {
    compression.check(file);
    if (isLocal(file) && !java.nio.file.Files.isRegularFile(local(file))) {
      throw refused(file, "it is no regular file", "copy its contents into one");
    }
    if (isLocal(file) && !java.nio.file.Files.isReadable(local(file))) {
      throw refused(file, "permission denied", "make it readable");
    }
  }

  private static BatchException refused(Path file, String reason, String advice) {
    return new BatchException("cannot read input " + shown(file) + ": " + reason + "; " + advice);
  }

  static boolean isLocal(Path path) {
    return LOCAL.equals(path.toUri().getScheme());
  }

  static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
