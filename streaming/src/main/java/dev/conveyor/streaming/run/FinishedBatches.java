package dev.conveyor.streaming.run;

import java.util.List;

/**
 * The batches of a run that no driver repeats or replaces any more, as another process finds them
 * in the checkpoint. Reads only.
 */
final class FinishedBatches {
  private static final int MOST_READS = 5;

  private FinishedBatches() {}

  /**
   * Returns the id up to which all batches are finished: done, or of live messages whose driver is
   * fenced. While a driver has its lock, the last recorded batch does not count as finished, so
   * that its folder stays.
   *
   * @return -1 if none is
   * @throws RunException if the checkpoint cannot be read
   */
  static long last(CheckpointFolder folder) {
    boolean isDriven = LockFile.latest(folder).isPresent();
    List<CheckpointLog.Entry> entries = entries(folder);
    long last = entries.isEmpty() ? -1 : entries.get(0).batch().id() - 1;
    for (int i = 0; i < entries.size() && isFinished(entries, i); i++) {
      last = entries.get(i).batch().id();
    }
    return isDriven && !entries.isEmpty()
        ? Math.min(last, entries.get(entries.size() - 1).batch().id() - 1)
        : last;
  }

  private static boolean isFinished(List<CheckpointLog.Entry> entries, int index) {
    CheckpointLog.Entry entry = entries.get(index);
    return entry.isDone()
        || (entry.batch().isLive()
            && entries.subList(index, entries.size()).stream()
                .anyMatch(later -> later.isDone() && later.token() > entry.token()));
  }

  /** Reads again what did not fit together: a driver may write and delete files meanwhile. */
  private static List<CheckpointLog.Entry> entries(CheckpointFolder folder) {
    for (int reads = 1; reads < MOST_READS; reads++) {
      try {
        return new CheckpointReader(folder).read().batches();
      } catch (RunException e) {
        // The last reading tells.
      }
    }
    return new CheckpointReader(folder).read().batches();
  }
}
