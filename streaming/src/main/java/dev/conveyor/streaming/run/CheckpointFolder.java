package dev.conveyor.streaming.run;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small durable files in one folder of any Hadoop file system, each written whole or not at all: a
 * line of text, and a line with its checksum, without which it does not count. Relies neither on
 * renames nor on which of two writers comes first.
 */
final class CheckpointFolder {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);
  private static final int LONGEST = 16 << 20;
  private static final int MOST_READS = 5;
  private static final int ATTEMPTS = 3;

  private final Path folder;
  private final FileSystem files;

  /**
   * @throws RunException if there is no such file system
   */
  CheckpointFolder(String folder, Configuration configuration) {
    try {
      this.folder = FilePath.of(folder);
      this.files = DurableFiles.of(this.folder.getFileSystem(configuration));
    } catch (IOException | RuntimeException e) {
      throw new RunException(
          "cannot keep a checkpoint in "
              + folder
              + ": "
              + FileReason.of(e)
              + "; name another folder",
          e);
    }
  }

  /** The names of all files; none if there is no folder. */
  List<String> list() {
    return attemptAgain(
        "read",
        () -> {
          List<String> names = new ArrayList<>();
          try {
            for (FileStatus file : files.listStatus(folder)) {
              names.add(file.getPath().getName());
            }
          } catch (FileNotFoundException e) {
            // No folder, no files.
          }
          return names;
        });
  }

  /** The line in that file; empty if there is none, or it is torn. */
  Optional<String> read(String name) {
    return attemptAgain(
        "read",
        () -> {
          for (int reads = 1; ; reads++) {
            try (InputStream in = files.open(new Path(folder, name))) {
              return line(in.readNBytes(LONGEST));
            } catch (FileNotFoundException | ChecksumException e) {
              return Optional.empty();
            } catch (PathIOException e) {
              // An object store tells a reader when a file is written anew under its hands.
              if (reads == MOST_READS) {
                throw e;
              }
            }
          }
        });
  }

  private static Optional<String> line(byte[] content) {
    String[] lines = new String(content, UTF_8).split("\n", -1);
    return lines.length == 3 && lines[1].equals(checksum(lines[0])) && lines[2].isEmpty()
        ? Optional.of(lines[0])
        : Optional.empty();
  }

  /**
   * Writes, or writes anew. When it returns, the file outlasts a loss of power. Fails at the first
   * error: a file that another driver may delete meanwhile must not be written a second time.
   */
  void write(String name, String line) {
    attempt(
        "write",
        () -> {
          byte[] content = (line + "\n" + checksum(line) + "\n").getBytes(UTF_8);
          DurableFiles.write(files, new Path(folder, name), content);
          return name;
        });
  }

  /** Harmless if there is none. */
  void delete(String name) {
    attemptAgain("write", () -> files.delete(new Path(folder, name), false));
  }

  /** The folder itself, if nothing lies in it. */
  void deleteIfEmpty() {
    if (attemptAgain("read", () -> files.exists(folder)) && list().isEmpty()) {
      attemptAgain("delete", () -> files.delete(folder, false));
    }
  }

  /**
   * Another folder as it is written down here: relative to this one where this one lies in it, so
   * that both can be moved together, else in full.
   */
  String relative(String other) {
    Path to = files.makeQualified(FilePath.of(other));
    StringBuilder relative = new StringBuilder("..");
    for (Path above = qualified().getParent(); above != null; above = above.getParent()) {
      if (above.equals(to)) {
        return relative.toString();
      }
      relative.append("/..");
    }
    return to.toString();
  }

  /** Resolves a path that {@link #relative} wrote. */
  String resolved(String relative) {
    if (!relative.matches("\\.\\.(/\\.\\.)*")) {
      return relative;
    }
    Path resolved = qualified();
    for (int i = 0; i < relative.length(); i += 3) {
      resolved = resolved.getParent();
    }
    return resolved.toString();
  }

  private Path qualified() {
    return files.makeQualified(folder);
  }

  /** Returns its path with the file system, by which it can be found from elsewhere. */
  String inFull() {
    return qualified().toString();
  }

  private static String checksum(String line) {
    CRC32C checksum = new CRC32C();
    checksum.update(line.getBytes(UTF_8));
    byte[] text = String.format(Locale.ROOT, "crc32c %08x", checksum.getValue()).getBytes(US_ASCII);
    return new String(text, US_ASCII);
  }

  @FunctionalInterface
  private interface FileOperation<T> {
    T run() throws IOException;
  }

  /** Repeats an operation that may be done twice: it may have failed, or its answer was lost. */
  private <T> T attemptAgain(String action, FileOperation<T> operation) {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return operation.run();
      } catch (IOException e) {
        LOG.debug("{}: attempt {} to {} failed", folder, attempt, action, e);
      }
    }
    return attempt(action, operation);
  }

  private <T> T attempt(String action, FileOperation<T> operation) {
    try {
      return operation.run();
    } catch (IOException e) {
      throw new RunException(
          "cannot "
              + action
              + " the checkpoint "
              + folder
              + ": "
              + FileReason.of(e)
              + "; check the file system and start again",
          e);
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
