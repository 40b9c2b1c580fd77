package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.spark.PartitionCounts;
import java.util.List;

/**
 * Feeds a query with the batches of a run, which keeps a checkpoint of its own. Belongs to the
 * thread of the query.
 */
public interface BatchFeed {

  /**
   * A batch of a run.
   *
   * @param slices each a partition
   * @param counts of the messages that tasks have read
   */
  record Fed(List<Slice> slices, PartitionCounts counts) {}

  /** Chooses the next batch, once the one before is done; false if none waits. */
  boolean next();

  /** Returns the chosen batch. */
  Fed batch();
}
