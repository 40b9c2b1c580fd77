package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.pipeline.BatchCounts;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * The counts of a batch as accumulators, which Spark's UI shows by name. Only tasks of the last
 * stage update them: Spark may count several attempts of other tasks.
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

  /** Encodes the counts of a map task that no reduce task can know. */
  static byte[] report(BatchCounts mapped) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(mapped.records())
        .putLong(mapped.dead())
        .array();
  }

  /** Adds the report of a map task, in a task of the last stage. */
  void addReport(byte[] report) {
    ByteBuffer mapped = ByteBuffer.wrap(report);
    records.add(mapped.getLong());
    dead.add(mapped.getLong());
  }

  /** Adds the counts of a reduce task. */
  void add(BatchCounts figures) {
    records.add(figures.records());
    pairs.add(figures.pairs());
    keys.add(figures.keys());
    malformed.add(figures.malformed());
    dead.add(figures.dead());
  }

  /** Returns the counts of all tasks, after the last stage. */
  BatchCounts total() {
    return BatchCounts.of(
        records.value(), pairs.value(), keys.value(), malformed.value(), dead.value());
  }
}
