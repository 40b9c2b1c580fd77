package dev.conveyor.streaming.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a run on any Hadoop file system: {@code DIR/<folder>/batch=<id>} for its results
 * and, until they are moved there, {@code DIR/_temporary/<token>} for what the tasks of a driver
 * write. Knows files, not batches.
 */
public final class OutputFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OutputFiles.class);
  private static final int LARGEST_MARK = 16 << 20;

  private final Path root;
  private final FileSystem files;

  /**
   * @throws RunException if there is no such file system
   */
  public OutputFiles(String root, Configuration configuration) {
    try {
      this.root = FilePath.of(root);
      this.files = DurableFiles.of(this.root.getFileSystem(configuration));
    } catch (IOException | RuntimeException e) {
      throw new RunException(
          "cannot write to " + root + ": " + FileReason.of(e) + "; name another folder", e);
    }
  }

  /**
   * Opens a file of a task. When it is closed, its bytes outlast a loss of power.
   *
   * @throws IOException if it cannot be created
   */
  public OutputStream create(PartFile part) throws IOException {
    return create(part.path());
  }

  OutputStream create(String path) throws IOException {
    FSDataOutputStream file = files.create(at(path), true);
    return new FSDataOutputStream(file, null) {
      private boolean isClosed;

      @Override
      public void close() throws IOException {
        if (!isClosed) {
          isClosed = true;
          try (FSDataOutputStream closing = file) {
            DurableFiles.sync(closing);
          }
        }
      }
    };
  }

  /**
   * Makes the folder, unless it is there and holds nothing but what a recorded run has left.
   *
   * @param checkpoint of the run, which may lie in the folder
   * @param isBegun whether the checkpoint names a run
   * @throws RunException if it holds something else, or cannot be written to
   */
  void prepare(String checkpoint, boolean isBegun) {
    try {
      if (files.exists(root) && files.getFileStatus(root).isFile()) {
        throw refused("a file is there; name another folder", null);
      }
      if (!isBegun && files.exists(root) && holdsOthers(FilePath.of(checkpoint))) {
        throw refused(
            "the folder is not empty, and has no checkpoint of a run; name a new one or remove it",
            null);
      }
      if (!files.mkdirs(root)) {
        throw refused("the folder cannot be made there; name another folder", null);
      }
    } catch (RunException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw refused(FileReason.of(e) + "; name another folder", e);
    }
  }

  private boolean holdsOthers(Path checkpoint) throws IOException {
    String own = files.makeQualified(checkpoint) + "/";
    return Arrays.stream(files.listStatus(root))
        .anyMatch(found -> !own.startsWith(found.getPath() + "/"));
  }

  /** Returns the files in a folder below the root; none if it does not exist. */
  List<FileStatus> list(String folder) throws IOException {
    try {
      return List.of(files.listStatus(at(folder)));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** Returns the names of the folders in a folder below the root; none if it does not exist. */
  List<String> names(String folder) throws IOException {
    return list(folder).stream()
        .filter(FileStatus::isDirectory)
        .map(found -> found.getPath().getName())
        .toList();
  }

  /** Returns the folds that count in the folder of a job, by the names of all its folders. */
  FoldedBatches folds(String folder, List<String> names) throws IOException {
    return FoldedBatches.in(files, at(folder), names);
  }

  /** Returns the mark of a fold; empty if the fold is incomplete. */
  Optional<FoldMark> foldMark(String folder) throws IOException {
    return FoldedBatches.mark(files, at(folder));
  }

  /** Returns whether the root is a folder. */
  boolean isFolder() {
    try {
      return files.getFileStatus(root).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw new RunException(
          "cannot read " + root + ": " + FileReason.of(e) + "; check the file system", e);
    }
  }

  InputStream open(String file) throws IOException {
    return files.open(at(file));
  }

  byte[] read(String file) throws IOException {
    try (InputStream in = open(file)) {
      return in.readNBytes(LARGEST_MARK);
    }
  }

  void write(String file, byte[] content) throws IOException {
    DurableFiles.write(files, at(file), content);
  }

  /** Moves a file, which must be there, to a place where none is. */
  void move(String from, String to) throws IOException {
    if (!files.rename(at(from), at(to))) {
      throw new IOException("could not move " + from + " to " + to);
    }
  }

  void delete(Path file) throws IOException {
    files.delete(file, true);
  }

  void delete(String file) throws IOException {
    files.delete(at(file), true);
  }

  /** Deletes a folder in which nothing lies; harmless if there is none. */
  void deleteIfEmpty(String folder) throws IOException {
    if (list(folder).isEmpty()) {
      files.delete(at(folder), false);
    }
  }

  void makeFolder(String folder) throws IOException {
    files.mkdirs(at(folder));
  }

  /** Makes the names in a folder outlast a loss of power, and its own name and those above it. */
  void sync(String folder) throws IOException {
    Path top = files.makeQualified(root);
    Path made = files.makeQualified(at(folder));
    while (made != null && made.depth() >= top.depth()) {
      DurableFiles.syncFolder(files, made);
      made = made.getParent();
    }
  }

  /**
   * Deletes what the tasks of earlier drivers have written, so that it cannot be moved any more.
   *
   * @throws RunException if it cannot
   */
  void deleteTemporaryBefore(long token) {
    try {
      for (FileStatus left : list(PartFile.TEMPORARY)) {
        String name = left.getPath().getName();
        if (!name.matches("[0-9]{1,18}") || Long.parseLong(name) < token) {
          delete(left.getPath());
        }
      }
    } catch (IOException e) {
      throw refused(FileReason.of(e) + "; check the file system and start again", e);
    }
  }

  /** Deletes what the tasks of this driver and earlier ones have left. Harmless if it cannot. */
  void deleteTemporary(long token) {
    try {
      deleteTemporaryBefore(token + 1);
      if (files.exists(at(PartFile.TEMPORARY)) && list(PartFile.TEMPORARY).isEmpty()) {
        files.delete(at(PartFile.TEMPORARY), false);
      }
    } catch (IOException | RunException e) {
      LOG.warn("could not delete {}/{}: {}", root, PartFile.TEMPORARY, e.getMessage());
    }
  }

  /** The root with its file system: it names the same place in every process. */
  public String inFull() {
    return files.makeQualified(root).toString();
  }

  private Path at(String below) {
    return below.isEmpty() ? root : new Path(root, below);
  }

  private RunException refused(String reason, Exception cause) {
    return new RunException("cannot write to " + root + ": " + reason, cause);
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
