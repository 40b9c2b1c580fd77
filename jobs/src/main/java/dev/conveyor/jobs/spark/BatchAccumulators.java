package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.pipeline.BatchCounts;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * The figures of a batch as accumulators, which Spark's UI shows by their names. Only tasks of the
 * last stage add to them: of these Spark takes one attempt each, of others it may take two.
 */
final class BatchAccumulators implements Serializable {
  private static final long serialVersionUID = 1;

  private final LongAccumulator records;
  private final LongAccumulator pairs;
  private final LongAccumulator keys;
  private final LongAccumulator malformed;
  private final LongAccumulator dead;

  BatchAccumulators(SparkContext context) {
    this.records = context.longAccumulator("records");
    this.pairs = context.longAccumulator("pairs");
    this.keys = context.longAccumulator("keys");
    this.malformed = context.longAccumulator("malformed");
    this.dead = context.longAccumulator("dead");
  }

  /** Adds those of one partition. */
  void add(BatchCounts figures) {
    records.add(figures.records());
    pairs.add(figures.pairs());
    keys.add(figures.keys());
    malformed.add(figures.malformed());
    dead.add(figures.dead());
  }

  /** Those of all partitions, once the last stage has run. */
  BatchCounts total() {
    return BatchCounts.of(
        records.value(), pairs.value(), keys.value(), malformed.value(), dead.value());
  }
}
