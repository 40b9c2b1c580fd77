package dev.conveyor.jobs.stream;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The sink: {@code DIR/<job>/batch=<id>/part-*} with {@code _SUCCESS} written last, and dead
 * letters below {@code DIR/_dead}, on any Hadoop file system.
 *
 * <p>Tasks write below {@code DIR/_temporary}, each attempt its own file; the driver moves those
 * that counted into place. A batch that is written again replaces its folder. Nothing here relies
 * on a rename being atomic: a folder without {@code _SUCCESS} does not count.
 */
final class BatchFolders implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String TEMPORARY = "_temporary";
  private static final String SUCCESS = "_SUCCESS";

  private final String root;
  private final Broadcast<SerializableConfiguration> configuration;

  BatchFolders(String root, Broadcast<SerializableConfiguration> configuration) {
    this.root = root;
    this.configuration = configuration;
  }

  /**
   * Refuses a folder that holds something.
   *
   * @throws StreamException if it does, or cannot be looked into
   */
  static void requireEmpty(String root, Configuration configuration) {
    try {
      Path path = new Path(root);
      FileSystem files = path.getFileSystem(configuration);
      if (files.exists(path) && files.getFileStatus(path).isFile()) {
        throw new StreamException(
            "cannot write to " + root + ": a file is there; name another folder");
      }
      if (files.exists(path) && files.listStatus(path).length > 0) {
        throw new StreamException(
            "cannot write to " + root + ": the folder is not empty; name a new one or remove it");
      }
      files.mkdirs(path);
    } catch (IOException e) {
      throw new StreamException(
          "cannot write to " + root + ": " + e.getMessage() + "; name another folder", e);
    }
  }

  static String results(String job, long batch) {
    return job + "/batch=" + batch;
  }

  static String deadLetters(String job, long batch) {
    return "_dead/" + job + "/batch=" + batch;
  }

  /** Names the file of one attempt. */
  static Outcome.Written attempt(String job, String folder, int part, long attempt, long amount) {
    String name = String.format("part-%05d", part);
    String temporary = TEMPORARY + "/" + folder + "/" + name + "-" + attempt;
    return new Outcome.Written(job, folder, name, temporary, amount);
  }

  OutputStream create(Outcome.Written file) throws IOException {
    return create(at(file.attempt()));
  }

  /** Moves a batch's files into place, folder by folder. */
  void commit(List<Outcome.Written> files) throws IOException {
    for (var folder :
        files.stream().collect(Collectors.groupingBy(Outcome.Written::folder)).entrySet()) {
      commit(at(folder.getKey()), folder.getValue());
    }
  }

  private void commit(Path folder, List<Outcome.Written> parts) throws IOException {
    FileSystem files = files();
    files.delete(folder, true);
    makeFolder(folder);
    for (Outcome.Written part : parts) {
      if (!files.rename(at(part.attempt()), new Path(folder, part.name()))) {
        throw new IOException("could not move " + part.attempt() + " to " + folder);
      }
    }
    create(new Path(folder, SUCCESS)).close();
  }

  /** Removes what attempts have left behind. */
  void clear() throws IOException {
    try {
      files().delete(at(TEMPORARY), true);
    } catch (FileNotFoundException e) {
      // Nothing was left.
    }
  }

  /**
   * Makes the folders above it too. Where files are local, by the JDK: Hadoop would set permissions
   * by a process of its own for each file, and a Ctrl-C, which reaches that as well, would fail the
   * batch in hand.
   */
  private OutputStream create(Path file) throws IOException {
    if (files() instanceof LocalFileSystem local) {
      makeFolder(file.getParent());
      return new BufferedOutputStream(Files.newOutputStream(local.pathToFile(file).toPath()));
    }
    return files().create(file, true);
  }

  private void makeFolder(Path folder) throws IOException {
    if (files() instanceof LocalFileSystem local) {
      Files.createDirectories(local.pathToFile(folder).toPath());
    } else {
      files().mkdirs(folder);
    }
  }

  private Path at(String below) {
    return new Path(root, below);
  }

  private FileSystem files() throws IOException {
    FileSystem files = new Path(root).getFileSystem(configuration.value().value());
    files.setWriteChecksum(false);
    return files;
  }
}
