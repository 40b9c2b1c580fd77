package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What tasks have left in a folder: an empty file for each first try that went wrong. */
record Marks(Path folder) {
  static final String FAILED = "failed-";
  static final String HELD = "held-";
  static final String OVERTAKEN = "overtaken-";

  /** How many marks of that kind there are. */
  long count(String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
