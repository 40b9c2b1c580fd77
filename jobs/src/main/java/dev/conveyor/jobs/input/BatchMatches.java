package dev.conveyor.jobs.input;

import dev.conveyor.streaming.run.BatchSpan;
import dev.conveyor.streaming.run.FoldedBatches;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Inputs that name folders of batches, or files in them, such as {@code words/batch=*}. If a fold
 * is among them, the folders that it replaces do not count beside it.
 */
final class BatchMatches {
  private BatchMatches() {}

  /** Returns the folder of batches at or above a path. */
  private static Optional<Path> batch(Path path) {
    for (Path at = path; at != null && at.getParent() != null; at = at.getParent()) {
      if (BatchSpan.named(at.getName()).isPresent()) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** Returns the names of the folders of batches, by the folder of their job. */
  private static Map<Path, List<String>> names(List<FileStatus> matches) {
    Map<Path, List<String>> names = new HashMap<>();
    for (FileStatus match : matches) {
      batch(match.getPath())
          .ifPresent(
              batch ->
                  names
                      .computeIfAbsent(batch.getParent(), job -> new ArrayList<>())
                      .add(batch.getName()));
    }
    return names;
  }

  /** Returns the folds that count now in each folder of a job in which something was matched. */
  static Map<Path, FoldedBatches> folds(FileSystem files, List<FileStatus> matches)
      throws IOException {
    Map<Path, FoldedBatches> folds = new HashMap<>();
    for (Path job : names(matches).keySet()) {
      folds.put(job, FoldedBatches.in(files, job, listed(files, job)));
    }
    return folds;
  }

  private static List<String> listed(FileSystem files, Path job) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus found : files.listStatus(job)) {
        names.add(found.getPath().getName());
      }
    } catch (FileNotFoundException e) {
      // It was deleted meanwhile; reading the matches fails.
    }
    return names;
  }

  @FunctionalInterface
  interface FileSystems {
    FileSystem of(Path path) throws IOException;
  }

  /** Returns the files without those of folders that a fold among them replaces. */
  static List<FileStatus> withoutReplaced(List<FileStatus> found, FileSystems systems)
      throws IOException {
    Map<Path, FoldedBatches> folds = new HashMap<>();
    for (Map.Entry<Path, List<String>> job : names(found).entrySet()) {
      List<String> names = job.getValue().stream().distinct().toList();
      folds.put(job.getKey(), FoldedBatches.in(systems.of(job.getKey()), job.getKey(), names));
    }
    return found.stream()
        .filter(
            file ->
                batch(file.getPath())
                    .filter(batch -> folds.get(batch.getParent()).hide(batch.getName()))
                    .isEmpty())
        .toList();
  }
}
