package dev.conveyor.jobs.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.TextFiles;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.streaming.run.FilePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The path of an output, and the folders beside it to which drivers have moved former outputs. A
 * move replaces nothing: a folder that has appeared at its target stays.
 */
public final class OutputTarget {
  static final String SUCCESS = FileOutputCommitter.SUCCEEDED_FILE_NAME;
  private static final int LONGEST_MARK = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(OutputTarget.class);

  private final FileSystem files;
  private final Path path;

  private OutputTarget(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  public static OutputTarget of(BatchPlan plan, Configuration configuration) throws IOException {
    Path path = FilePath.of(plan.output());
    FileSystem files = TextFiles.fileSystem(path, configuration);
    return new OutputTarget(files, files.makeQualified(path));
  }

  /** Returns the folder of checkpoints of a batch with this output, unless its user names one. */
  public static String checkpointFolder(String output) {
    Path path = FilePath.of(output);
    Path parent = path.getParent() == null ? path : path.getParent();
    return FilePath.child(parent, "." + path.getName() + ".conveyor").toString();
  }

  /** Returns an output under a name that does not depend on the working directory. */
  public static String qualified(String output, Configuration configuration) {
    try {
      Path path = FilePath.of(output);
      if (path.isUriPathAbsolute()) {
        return output;
      }
      return TextFiles.fileSystem(path, configuration).makeQualified(path).toString();
    } catch (IOException | IllegalArgumentException e) {
      throw BatchException.cannot("write output " + output, e, "name another folder");
    }
  }

  FileSystem files() {
    return files;
  }

  /** The qualified path of the output. */
  public Path path() {
    return path;
  }

  Path beside(String name) {
    return FilePath.child(path.getParent(), name);
  }

  boolean exists() throws IOException {
    return files.exists(path);
  }

  boolean isComplete(Path folder) throws IOException {
    return files.exists(new Path(folder, SUCCESS));
  }

  /** Returns whether a batch has published that folder without completing it. */
  boolean isUnfinished(Path folder) throws IOException {
    return !isComplete(folder) && !children(folder, DriverNames::isPending).isEmpty();
  }

  /** Returns the matching children of a folder; none if there is no such folder. */
  List<FileStatus> children(Path folder, Predicate<String> names) throws IOException {
    List<FileStatus> children = new ArrayList<>();
    try {
      for (FileStatus child : files.listStatus(folder)) {
        if (names.test(child.getPath().getName())) {
          children.add(child);
        }
      }
    } catch (FileNotFoundException e) {
      // No folder, no children.
    }
    return children;
  }

  /** Returns the folders that drivers have moved away from here. */
  List<FileStatus> formers() throws IOException {
    return children(path.getParent(), name -> DriverNames.isFormer(name, path.getName()));
  }

  /**
   * Moves a folder.
   *
   * @return false if something exists at the target
   * @throws IOException if that fails, or the folder does not exist
   */
  boolean move(Path from, Path to) throws IOException {
    if (files.exists(to)) {
      return false;
    }
    if (!new AtomicRename(files, from, to).run()) {
      throw new IOException("the file system did not rename " + from + " to " + to);
    }
    Path inside = FilePath.child(to, from.getName());
    if (files.exists(inside)) {
      // A rename onto a folder that has appeared just then moves into it.
      new AtomicRename(files, inside, from).run();
      return false;
    }
    return true;
  }

  /**
   * Moves the output away.
   *
   * @return empty if there is none, or another driver was faster
   */
  Optional<Path> moveAway(String name) throws IOException {
    Path former = beside(name);
    try {
      return exists() && move(path, former) ? Optional.of(former) : Optional.empty();
    } catch (IOException e) {
      if (!exists() && !files.exists(former)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Moves a former output back, unless another output exists.
   *
   * @return whether an output exists now
   */
  boolean putBack(Path former) throws IOException {
    try {
      if (!exists() && move(former, path)) {
        LOG.warn("restored {}, which a driver had moved to {}", path, former.getName());
      }
    } catch (IOException e) {
      if (!exists()) {
        throw e;
      }
    }
    return exists();
  }

  /**
   * Identifies the result that exists here, or would be {@linkplain #restore restored}; empty if
   * there is none. A move keeps the identity. It uses no times, since object stores give a new time
   * to copies.
   */
  Optional<String> completed() throws IOException {
    if (path.getParent() == null || isComplete(path)) {
      return completed(path);
    }
    List<Path> formers = restorable();
    return formers.isEmpty() ? Optional.empty() : completed(formers.get(0));
  }

  /** Identifies the result in any folder. */
  Optional<String> completed(Path folder) throws IOException {
    String names =
        children(folder, name -> !DriverNames.isUnreleased(name)).stream()
            .map(file -> file.getPath().getName() + " " + file.getLen())
            .sorted()
            .collect(Collectors.joining("\n"));
    try (InputStream success = files.open(new Path(folder, SUCCESS))) {
      return Optional.of(new String(success.readNBytes(LONGEST_MARK), UTF_8) + names);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Moves the latest former result back, if there is no output now. */
  void restore() throws IOException {
    if (exists()) {
      return;
    }
    for (Path former : restorable()) {
      if (putBack(former)) {
        return;
      }
    }
  }

  private List<Path> restorable() throws IOException {
    List<FileStatus> results = new ArrayList<>();
    for (FileStatus former : formers()) {
      if (!isUnfinished(former.getPath())) {
        results.add(former);
      }
    }
    results.sort(Comparator.comparing(FileStatus::getModificationTime).reversed());
    return results.stream().map(FileStatus::getPath).toList();
  }

  /** Warns that a former result could not be put back. */
  void warnOfFormer(Exception cause) {
    LOG.warn(
        "cannot restore the former output {}: {}; it lies beside it under a name that ends in .former,"
            + " and the next batch with this output restores it",
        path,
        cause.getMessage());
  }

  void delete(Path folder) throws IOException {
    files.delete(folder, true);
  }
}
