package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.Stageable.Epochs;
import dev.conveyor.streaming.spark.sql.write.WriteOptions.Transaction;

/**
 * The epochs of a write, as an endpoint knows them.
 *
 * @param query the name of the query at the endpoint
 * @param ofBatch the epoch of a batch; 0 for a stream, whose epochs Spark counts
 */
record WriteEpochs(String query, Epochs kind, long ofBatch) {

  /** The epochs of a streaming query, which Spark counts from 0. */
  static WriteEpochs ofStream(String queryId) {
    return new WriteEpochs(queryId, Epochs.CONSECUTIVE, 0);
  }

  /** A batch write that may be repeated; a version before it may have written nothing here. */
  static WriteEpochs of(Transaction transaction) {
    return new WriteEpochs(
        "txn-" + transaction.application(), Epochs.SPARSE, transaction.version());
  }

  /** A batch write that happens once. */
  static WriteEpochs ofBatch(String queryId) {
    return new WriteEpochs("batch-" + queryId, Epochs.SINGLE, 0);
  }
}
