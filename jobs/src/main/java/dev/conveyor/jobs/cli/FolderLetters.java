package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.dead.LetterFeed;
import dev.conveyor.jobs.dead.LetterFilter;
import dev.conveyor.jobs.dead.LetterFolder;
import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.jobs.stream.RunSettings;
import dev.conveyor.streaming.run.Compaction;
import dev.conveyor.streaming.run.Run;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The dead letters of a folder of results. The command itself names no class of Hadoop: picocli
 * loads the classes in its methods for every command, also for those that run without Hadoop.
 */
final class FolderLetters {
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final Optional<String> checkpoint;
  private final Configuration configuration = new Configuration();
  private final LetterFolder folder;

  /** Takes the result of an action: its name, how many letters, and further numbers by name. */
  @FunctionalInterface
  interface Result {
    void tell(String action, long number, Map<String, Long> more);
  }

  /**
   * Opens the folder.
   *
   * @param onlyFed whether the letters are those that were fed again, or else those that were not
   * @param checkpoint of the stream, if the user names it
   */
  FolderLetters(String target, boolean onlyFed, Optional<String> checkpoint) {
    this.checkpoint = checkpoint;
    FileSystems.configure(configuration);
    this.folder = LetterFolder.open(target, onlyFed, configuration);
  }

  void show(LetterFilter filter, LetterPrinter printer) throws InterruptedException {
    folder.visit(
        letter -> {
          if (filter.selects(letter.reason(), letter.time())) {
            printer.add(letter);
          }
          return true;
        });
    printer.end(leftOut());
  }

  void delete(LetterFilter filter, Result result) throws InterruptedException {
    try (Compaction alone = alone()) {
      result.tell("deleted", folder.delete(filter), leftOut());
    }
  }

  void feed(LetterFilter filter, LetterFeed feed, Result result) throws InterruptedException {
    try (Compaction alone = alone()) {
      folder.feed(filter, feed);
    }
    Map<String, Long> more = leftOut();
    more.put("cut", feed.cut());
    result.tell("fed", feed.fed(), more);
  }

  /** Excludes other processes that change or compact the letters of a stream; null for a batch. */
  private Compaction alone() throws InterruptedException {
    String results = folder.results();
    String recorded = checkpoint.orElseGet(() -> RunSettings.checkpointIn(results));
    return checkpoint.isPresent() || isOf(recorded)
        ? Compaction.open(results, recorded, LEASE, configuration)
        : null;
  }

  /** Returns whether there is a checkpoint of a run with these results, which were not moved. */
  private boolean isOf(String recorded) {
    return Run.exists(recorded, configuration)
        && Run.planOf(recorded, configuration).output().filter(folder::isAt).isPresent();
  }

  private Map<String, Long> leftOut() {
    Map<String, Long> more = new LinkedHashMap<>();
    more.put(LetterPrinter.FED_AGAIN, folder.fed());
    more.put("unfinished", folder.unfinished());
    more.put("unreadable", folder.unreadable());
    return more;
  }
}
