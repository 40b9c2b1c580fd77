package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.run.PartFile;
import java.io.Serializable;
import java.util.List;

/** The result that a reduce task reports to the driver. */
sealed interface ReduceOutcome extends Serializable {

  /**
   * A file that this attempt of the task has written, not yet committed.
   *
   * @param amount the sum of its amounts; of dead letters, their number
   */
  record Written(String job, PartFile part, long amount) implements ReduceOutcome {

    /** Returns whether it holds results, rather than dead letters. */
    boolean isResults() {
      return part.folder().equals(job);
    }
  }

  /** The reports of all map tasks. */
  record Told(PartitionReport report) implements ReduceOutcome {}

  /** Malformed sequences that a job met. */
  record Malformed(String job, long sequences) implements ReduceOutcome {}

  /** The files to commit. */
  static List<PartFile> parts(List<ReduceOutcome> outcomes) {
    return outcomes.stream()
        .filter(Written.class::isInstance)
        .map(written -> ((Written) written).part())
        .toList();
  }

  /** All reports in one. */
  static PartitionReport report(List<ReduceOutcome> outcomes) {
    PartitionReport report = new PartitionReport();
    outcomes.stream()
        .filter(Told.class::isInstance)
        .forEach(told -> report.add(((Told) told).report()));
    return report;
  }
}
