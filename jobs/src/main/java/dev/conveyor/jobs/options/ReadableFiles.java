package dev.conveyor.jobs.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at files before anything is started for them. */
public final class ReadableFiles {
  private ReadableFiles() {}

  /**
   * Checks that all files can be read.
   *
   * @throws FileException naming the first that cannot be read
   */
  public static void requireReadable(List<Path> files) {
    for (Path file : files) {
      String wrong = whatIsWrong(file);
      if (wrong != null) {
        throw new FileException("cannot read " + file + ": " + wrong + "; name a readable file");
      }
    }
  }

  private static String whatIsWrong(Path file) {
    if (!Files.exists(file)) {
      return "it does not exist";
    }
    if (Files.isDirectory(file)) {
      return "it is a folder";
    }
    return Files.isReadable(file) ? null : "permission denied";
  }

  /** A file is not as it must be. Exit code 1. */
  static final class FileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FileException(String message) {
      super(message);
    }
  }
}
