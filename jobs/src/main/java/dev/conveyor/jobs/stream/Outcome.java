package dev.conveyor.jobs.stream;

import java.io.Serializable;
import java.util.List;

/** What a reduce task tells the driver. */
sealed interface Outcome extends Serializable {

  /**
   * A file that this attempt of the task has written, not yet in its place.
   *
   * @param folder where it belongs, below the stream's folder
   * @param attempt where it lies
   * @param amount the sum of its amounts; of dead letters, their number
   */
  record Written(String job, String folder, String name, String attempt, long amount)
      implements Outcome {}

  /** The reports of all map tasks. */
  record Told(Report report) implements Outcome {}

  /** Malformed sequences that a job met. */
  record Malformed(String job, long sequences) implements Outcome {}

  static List<Written> written(List<Outcome> outcomes) {
    return outcomes.stream().filter(Written.class::isInstance).map(Written.class::cast).toList();
  }

  /** All reports in one. */
  static Report report(List<Outcome> outcomes) {
    Report report = new Report();
    outcomes.stream()
        .filter(Told.class::isInstance)
        .forEach(told -> report.add(((Told) told).report()));
    return report;
  }
}
