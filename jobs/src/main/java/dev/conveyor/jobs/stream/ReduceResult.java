package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Stage;
import dev.conveyor.streaming.run.PartFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The result of some reduce tasks of a batch: files to commit, and what the driver counts. */
final class ReduceResult implements Serializable {
  private static final long serialVersionUID = 1;

  private final ArrayList<PartFile> parts = new ArrayList<>();
  private final TreeMap<String, Long> amounts = new TreeMap<>();
  private final TreeMap<String, Long> malformed = new TreeMap<>();
  private final TreeMap<String, ArrayList<Stage>> stages = new TreeMap<>();
  private final PartitionReport report = new PartitionReport();

  /** Returns the sum of these results. */
  static ReduceResult of(List<ReduceResult> results) {
    ReduceResult sum = new ReduceResult();
    for (ReduceResult result : results) {
      sum.parts.addAll(result.parts);
      result.amounts.forEach(sum::addAmount);
      result.malformed.forEach(sum::addMalformed);
      result.stages.forEach((job, some) -> some.forEach(stage -> sum.addStage(job, stage)));
      sum.report.add(result.report);
    }
    return sum;
  }

  /**
   * Adds a file of sums.
   *
   * @param total sum of its amounts
   */
  void addSums(String job, PartFile part, long total) {
    parts.add(part);
    addAmount(job, total);
  }

  private void addAmount(String job, long amount) {
    amounts.merge(job, amount, Math::addExact);
  }

  void addDeadLetters(PartFile part) {
    parts.add(part);
  }

  /** Adds malformed sequences that a job met. */
  void addMalformed(String job, long sequences) {
    malformed.merge(job, sequences, Long::sum);
  }

  /** Adds amounts that are to be added to the totals of a job. */
  void addStage(String job, Stage stage) {
    stages.computeIfAbsent(job, unused -> new ArrayList<>()).add(stage);
  }

  /** Returns the amounts that are to be added to the totals of a job. */
  List<Stage> stages(String job) {
    return stages.getOrDefault(job, new ArrayList<>());
  }

  /** Returns the files that these attempts have written, not yet committed. */
  List<PartFile> parts() {
    return parts;
  }

  /** Returns the sum of all amounts by job. */
  Map<String, Long> amounts() {
    return amounts;
  }

  /** Returns the malformed sequences by job. */
  Map<String, Long> malformed() {
    return malformed;
  }

  PartitionReport report() {
    return report;
  }
}
