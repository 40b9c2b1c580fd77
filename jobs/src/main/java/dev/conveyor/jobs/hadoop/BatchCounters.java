package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.pipeline.BatchCounts;
import org.apache.hadoop.mapreduce.Counters;

/** The counts of a batch as Hadoop counters, in a group of their own. */
final class BatchCounters {
  static final String GROUP = "Conveyor";
  static final String RECORDS = "records";
  static final String PAIRS = "pairs";
  static final String KEYS = "keys";
  static final String MALFORMED = "malformed";
  static final String DEAD = "dead";

  private BatchCounters() {}

  static BatchCounts of(Counters counters) {
    return BatchCounts.of(
        value(counters, RECORDS),
        value(counters, PAIRS),
        value(counters, KEYS),
        value(counters, MALFORMED),
        value(counters, DEAD));
  }

  private static long value(Counters counters, String name) {
    return counters.findCounter(GROUP, name).getValue();
  }
}
