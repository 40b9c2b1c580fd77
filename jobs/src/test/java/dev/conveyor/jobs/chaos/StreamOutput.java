package dev.conveyor.jobs.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The results of a stream. */
record StreamOutput(Path folder) {
  /** A round has several hundred batches; a checkpoint of more files keeps too many of them. */
  private static final int MOST_RECORDS = 100;

  /** Where the batches are. */
  Path results() {
    return folder.resolve(NumberJob.class.getName());
  }

  /** When a batch was last begun to be put into place. */
  long progress() {
    try {
      return Files.getLastModifiedTime(results()).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  List<String> leftovers() throws IOException {
    List<String> left = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(file -> isLeft(folder.relativize(file).toString()))
          .forEach(file -> left.add(file.toString()));
    }
    try (Stream<Path> batches = Files.list(results())) {
      batches
          .filter(batch -> !Files.exists(batch.resolve("_SUCCESS")))
          .forEach(batch -> left.add(batch + " without _SUCCESS"));
    }
    try (Stream<Path> records = Files.list(folder.resolve("_conveyor"))) {
      long count = records.count();
      if (count > MOST_RECORDS) {
        left.add("a checkpoint of " + count + " files");
      }
    }
    return left;
  }

  private static boolean isLeft(String file) {
    return file.startsWith("_temporary") || file.endsWith(".tmp") || file.contains("/_temporary");
  }
}
