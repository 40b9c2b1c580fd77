package dev.conveyor.streaming.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The folders of one job that do not count, since a fold counts in their place. */
final class ReplacedFolders {
  /** The narrowest first: the age of a fold tells how long its batches have been replaced. */
  private static final Comparator<BatchSpan> ORDER =
      Comparator.comparingLong((BatchSpan span) -> span.last() - span.first())
          .thenComparingLong(BatchSpan::token)
          .thenComparingLong(BatchSpan::first);

  private final OutputFiles files;
  private final String folder;
  private final List<BatchSpan> replaced;

  /** When each complete fold was written, those that are replaced themselves among them. */
  private final Map<BatchSpan, Instant> folded = new HashMap<>();

  private ReplacedFolders(OutputFiles files, String folder, List<BatchSpan> replaced) {
    this.files = files;
    this.folder = folder;
    this.replaced = replaced;
  }

  static ReplacedFolders of(OutputFiles files, String folder) throws IOException {
    List<String> names = files.names(folder);
    FoldedBatches folds = files.folds(folder, names);
    List<BatchSpan> replaced =
        names.stream()
            .filter(folds::hide)
            .flatMap(name -> BatchSpan.named(name).stream())
            .sorted(ORDER)
            .toList();
    ReplacedFolders found = new ReplacedFolders(files, folder, replaced);
    Set<BatchSpan> all = new TreeSet<>(ORDER);
    all.addAll(folds.spans());
    replaced.stream().filter(BatchSpan::isFold).forEach(all::add);
    for (BatchSpan span : all) {
      files
          .foldMark(folder + "/" + span.name())
          .ifPresent(mark -> found.folded.put(span, mark.folded()));
    }
    return found;
  }

  /** Deletes those that no reader needs any more. */
  Compaction.Replaced delete(CompactionLease lease, Duration keep) throws IOException {
    Instant now = Instant.now();
    long deleted = 0;
    for (BatchSpan span : replaced) {
      if (isUnused(span, now.minus(keep))) {
        lease.ensureHeld();
        files.delete(folder + "/" + span.name());
        deleted++;
      }
    }
    return new Compaction.Replaced(deleted, replaced.size() - deleted);
  }

  /** Returns whether a folder was replaced by then. An incomplete fold was never read. */
  private boolean isUnused(BatchSpan span, Instant by) {
    if (span.isFold() && !folded.containsKey(span)) {
      return true;
    }
    return folded.entrySet().stream()
        .filter(fold -> fold.getKey().covers(span) && !fold.getKey().equals(span))
        .anyMatch(fold -> !fold.getValue().isAfter(by));
  }
}
