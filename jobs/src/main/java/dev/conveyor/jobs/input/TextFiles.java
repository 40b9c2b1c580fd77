package dev.conveyor.jobs.input;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.text.UnreadableTextException;
import dev.conveyor.streaming.run.FilePath;
import dev.conveyor.streaming.run.FoldedBatches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the files of inputs: files, folders and globs on any Hadoop file system. Reads folders
 * recursively, in the order of names, see {@link FolderTree} and {@link FileGlob}. An input that is
 * the exact name of a file is that file, even if it is also a pattern. Belongs to one thread.
 */
public final class TextFiles {
  private static final String LOCAL = "file";

  /** Between two of them, batches are folded. */
  private static final int MOST_ATTEMPTS = 10;

  private final Configuration configuration;
  private final Compression compression;

  private TextFiles(Configuration configuration) {
    this.configuration = configuration;
    this.compression = new Compression(configuration);
  }

  /**
   * Returns the files of all inputs in order; each file once for each input. Batches that are
   * folded count once, also if the inputs name both the fold and the batches.
   *
   * @throws BatchException if an input is missing, unreadable, or not text
   */
  public static List<FileStatus> find(List<String> inputs, Configuration configuration) {
    TextFiles files = new TextFiles(configuration);
    List<FileStatus> found = new ArrayList<>();
    for (String input : inputs) {
      found.addAll(files.find(input));
    }
    try {
      return BatchMatches.withoutReplaced(found, files::files);
    } catch (IOException e) {
      throw BatchException.cannot(
          "read the batches in " + String.join(", ", inputs), e, "check the file system");
    }
  }

  private Collection<FileStatus> find(String input) {
    Map<Path, FileStatus> found = new TreeMap<>();
    for (String word : words(input)) {
      looked(word, this::filesAt).forEach(file -> found.put(file.getPath(), file));
    }
    found.values().forEach(this::check);
    return found.values();
  }

  private List<String> words(String input) {
    List<String> words = BraceExpansion.expand(input);
    if (words.size() == 1 || !isThere(input)) {
      return words;
    }
    for (String word : words) {
      if (isThere(word)) {
        throw BatchException.cannot(
            "read input " + input,
            FileGlob.ambiguous(input, word),
            "name an existing file or folder that can be read");
      }
    }
    return List.of(input);
  }

  private boolean isThere(String input) {
    return looked(input, path -> new FolderListing(files(path)).status(path)).isPresent();
  }

  private List<FileStatus> filesAt(Path path) throws IOException {
    FileSystem files = files(path);
    for (int attempt = 1; ; attempt++) {
      try {
        List<FileStatus> roots = new FileGlob(files).matching(path);
        Map<Path, FoldedBatches> folds = BatchMatches.folds(files, roots);
        List<FileStatus> found = new ArrayList<>();
        for (FileStatus root : roots) {
          new FolderTree(files).forEachFile(root, found::add);
        }
        if (folds.equals(BatchMatches.folds(files, roots))) {
          return found;
        }
      } catch (FolderListing.GoneException e) {
        if (attempt == MOST_ATTEMPTS || !e.isOfBatches()) {
          throw e;
        }
      }
      if (attempt == MOST_ATTEMPTS) {
        throw new IOException("its batches are being folded again and again");
      }
    }
  }

  private FileSystem files(Path path) throws IOException {
    return fileSystem(path, configuration);
  }

  @FunctionalInterface
  private interface Look<T> {
    T at(Path path) throws IOException;
  }

  private <T> T looked(String input, Look<T> look) {
    try {
      Path path = FilePath.of(input);
      return look.at(files(path).makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw BatchException.cannot(
          "read input " + input, e, "name an existing file or folder that can be read");
    }
  }

  /** Returns a path as users write it: without a scheme if it is local. */
  public static String shown(Path path) {
    return isLocal(path) ? path.toUri().getPath() : path.toString();
  }

  static BatchException unreadable(Path path, IOException cause) {
    String advice =
        cause instanceof UnreadableTextException unreadable
            ? unreadable.advice()
            : "check the file, then run the batch again";
    return BatchException.cannot("read input " + shown(path), cause, advice);
  }

  /**
   * Returns the file system of a path.
   *
   * @throws IOException also if its class is missing
   */
  public static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
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

  /** Returns whether a name below an input is that of data. */
  static boolean isData(String name) {
    return !name.startsWith("_") && !name.startsWith(".");
  }

  private void check(FileStatus file) {
    requireReadable(file.getPath());
    compression.check(file);
  }

  private static void requireReadable(Path file) {
    if (isLocal(file) && !java.nio.file.Files.isRegularFile(local(file))) {
      throw rejected(file, "it is not a regular file", "copy its contents into one");
    }
    if (isLocal(file) && !java.nio.file.Files.isReadable(local(file))) {
      throw rejected(file, "permission denied", "make it readable");
    }
  }

  private static BatchException rejected(Path file, String reason, String advice) {
    return new BatchException("cannot read input " + shown(file) + ": " + reason + "; " + advice);
  }

  public static boolean isLocal(Path path) {
    return LOCAL.equals(path.toUri().getScheme());
  }

  public static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
