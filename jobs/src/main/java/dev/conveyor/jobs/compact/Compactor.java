package dev.conveyor.jobs.compact;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.streaming.run.Compaction;
import dev.conveyor.streaming.run.Fold;
import dev.conveyor.streaming.run.RunException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Folds the finished batches of each job of an output, and deletes what was replaced long enough
 * ago. Belongs to one thread.
 */
public final class Compactor {
  /** The setting of a run whose results are not text. */
  private static final String FORMAT = "format ";

  private final String output;
  private final Compaction compaction;
  private final CompactSettings settings;
  private final BooleanSupplier isEnding;
  private final CompactTotals totals = new CompactTotals();

  /**
   * @param isEnding tells whether to leave the fold in hand, between two of its parts
   */
  public Compactor(
      String output, Compaction compaction, CompactSettings settings, BooleanSupplier isEnding) {
    this.output = output;
    this.compaction = compaction;
    this.settings = settings;
    this.isEnding = isEnding;
  }

  public CompactTotals totals() {
    return totals;
  }

  /**
   * Folds all batches that are finished now. A job that cannot be folded stays as it is, and the
   * others are folded.
   *
   * @throws BatchException if a job cannot be folded, once the others are
   * @throws RunException if this process is fenced, or folders cannot be read
   */
  public void run() {
    long last = compaction.lastFinished();
    RuntimeException failure = null;
    long kept = 0;
    for (String job : compaction.folders()) {
      try {
        fold(job, last);
      } catch (BatchException e) {
        failure = failure == null ? e : failure;
      }
      Compaction.Replaced replaced = compaction.deleteReplaced(job, settings.keep());
      totals.addDeleted(replaced.deleted());
      kept += replaced.kept();
    }
    totals.setKept(kept);
    if (failure != null) {
      throw failure;
    }
  }

  private void fold(String job, long last) {
    ensureText(job);
    Optional<Fold> next = next(job, last);
    while (next.isPresent()) {
      if (!isFolded(job, next.get())) {
        return;
      }
      totals.addFold(job, next.get().fresh());
      next = next(job, last);
    }
  }

  /**
   * Checks that results are lines, which can be added up.
   *
   * @throws BatchException if they are of another format
   */
  private void ensureText(String job) {
    Optional<String> format =
        compaction.settings().stream().filter(setting -> setting.startsWith(FORMAT)).findFirst();
    if (compaction.holdsSums(job) && format.isPresent()) {
      throw new BatchException(
          "cannot fold the batches of "
              + job
              + " in "
              + output
              + ": they are "
              + format.get().substring(FORMAT.length())
              + " and not text; read them with Spark and write fewer files");
    }
  }

  private Optional<Fold> next(String job, long last) {
    return isEnding.getAsBoolean()
        ? Optional.empty()
        : compaction.next(job, last, settings.least());
  }

  /** Returns false if it is to be left. */
  private boolean isFolded(String job, Fold fold) {
    boolean isDone = false;
    try {
      isDone = isWritten(job, fold);
      if (isDone) {
        fold.commit();
      }
      return isDone;
    } catch (IOException e) {
      isDone = false;
      throw BatchException.cannot(
          "fold " + fold.folder() + " in " + output, e, "check the file system and start again");
    } catch (UnsummableException e) {
      isDone = false;
      throw new BatchException(
          "cannot fold the batches of "
              + job
              + " in "
              + output
              + ": "
              + e.getMessage()
              + "; they stay as they are, and other jobs are folded",
          e);
    } finally {
      if (!isDone) {
        fold.abandon();
      }
    }
  }

  private boolean isWritten(String job, Fold fold) throws IOException {
    if (!compaction.holdsSums(job)) {
      try (OutputStream out = fold.create()) {
        return FoldedLines.write(fold, out, isEnding);
      }
    }
    try (FoldedSums sums = new FoldedSums(settings.memory())) {
      for (String part : fold.parts()) {
        if (isEnding.getAsBoolean()) {
          return false;
        }
        sums.add(part, fold.open(part));
      }
      try (OutputStream out = fold.create()) {
        sums.write(out);
      }
      return true;
    }
  }
}
