package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.pipeline.BatchCounts;
import java.util.Locale;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.TaskInputOutputContext;

/** A Hadoop counter of a batch, in a separate counter group. */
enum BatchCounter {
  RECORDS,
  PAIRS,
  KEYS,
  MALFORMED,
  DEAD;

  private static final String GROUP = "Conveyor";

  private String counterName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Sets the counter of this task attempt. */
  void set(long value, TaskInputOutputContext<?, ?, ?, ?> task) {
    task.getCounter(GROUP, counterName()).setValue(value);
  }

  private long in(Counters counters) {
    return counters.findCounter(GROUP, counterName()).getValue();
  }

  /** Returns the counts of a job. */
  static BatchCounts counts(Counters counters) {
    return BatchCounts.of(
        RECORDS.in(counters),
        PAIRS.in(counters),
        KEYS.in(counters),
        MALFORMED.in(counters),
        DEAD.in(counters));
  }
}
