package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Empty files in a folder by which the kit tells tasks to misbehave, each mark one task, and tasks
 * tell the kit that they have.
 */
record Marks(Path folder) {
  /** The environment variable that names the folder. */
  static final String VARIABLE = "CHAOS_MARKS";

  /** For a task that fails in the middle of its messages. */
  static final String FAIL = "fail-";

  /** For a task that is slow on its first attempt. */
  static final String HOLD = "hold-";

  /** For a task that uses up all memory of its process. */
  static final String EXHAUST = "exhaust-";

  /** By a second attempt that overtook a slow one. */
  static final String OVERTAKEN = "overtaken-";

  /** How many marks of that kind there are. */
  long count(String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets a mark. */
  void set(String name) {
    try {
      Files.writeString(folder.resolve(name), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a mark of that kind away, so that no other process does; false if there is none. */
  boolean take(String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .anyMatch(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes all marks away that no task has taken. */
  void clear() {
    while (take("")) {
      // Another one.
    }
  }
}
