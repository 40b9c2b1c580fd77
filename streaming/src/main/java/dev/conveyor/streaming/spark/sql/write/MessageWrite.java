package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.EpochCommitter;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.spark.Interruptions;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The write of a query or a batch. */
final class MessageWrite implements Write {
  private static final Logger LOG = LoggerFactory.getLogger(MessageWrite.class);

  private final WriteOptions options;
  private final String queryId;
  private final RowElements columns;
  private final boolean ofTotals;
  private final boolean isComplete;
  private final SinkMetrics metrics;

  /**
   * @param queryId Spark's, the same after a restart of a streaming query
   * @param isComplete whether the rows take the place of all that is there
   */
  MessageWrite(
      WriteOptions options,
      String queryId,
      RowElements columns,
      boolean ofTotals,
      boolean isComplete,
      SinkMetrics metrics) {
    this.options = options;
    this.queryId = queryId;
    this.columns = columns;
    this.ofTotals = ofTotals;
    this.isComplete = isComplete;
    this.metrics = metrics;
  }

  @Override
  public String description() {
    return "conveyor " + options.address();
  }

  @Override
  public StreamingWrite toStreaming() {
    if (options.transaction().isPresent()) {
      throw new IllegalArgumentException(
          "cannot use txnAppId in a stream, which has its own epochs; leave txnAppId and"
              + " txnVersion out");
    }
    return write(streamingEffect(), WriteEpochs.ofStream(queryId));
  }

  private Stageable.Effect streamingEffect() {
    if (!ofTotals) {
      return Stageable.Effect.APPEND;
    }
    if (isComplete) {
      return Stageable.Effect.REPLACE;
    }
    return options
        .amounts()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "cannot write totals to "
                        + options.address()
                        + ": the output mode does not tell what an amount is; set option amounts"
                        + " to set (the new total of its key, as in update mode after groupBy) or"
                        + " add (added to the total)"));
  }

  @Override
  public BatchWrite toBatch() {
    if (isComplete && !ofTotals) {
      throw options
          .address()
          .refused("a batch cannot take the place of its messages", "use mode append");
    }
    Stageable.Effect totals =
        isComplete ? Stageable.Effect.REPLACE : options.amounts().orElse(Stageable.Effect.ADD);
    Stageable.Effect effect = ofTotals ? totals : Stageable.Effect.APPEND;
    WriteEpochs epochs =
        options.transaction().map(WriteEpochs::of).orElseGet(() -> WriteEpochs.ofBatch(queryId));
    return write(effect, epochs);
  }

  private EpochWrite write(Stageable.Effect effect, WriteEpochs epochs) {
    Endpoint endpoint = options.endpoint();
    if (metrics.begin()) { // Spark builds a write for each batch of a query.
      check(endpoint, effect, epochs);
    }
    return new EpochWrite(endpoint, effect, columns, epochs, options.onLoss(), metrics);
  }

  /** Fails if no server answers at the start; later, it is waited for. Logs a weaker guarantee. */
  private static void check(Endpoint endpoint, Stageable.Effect effect, WriteEpochs epochs) {
    if (endpoint instanceof Stageable stageable) {
      Interruptions.inDriver(
          () -> {
            try (EpochCommitter committer =
                stageable.openCommitter(epochs.query(), effect, epochs.kind())) {
              committer.probe();
            }
            return null;
          });
    } else {
      LOG.warn(
          "{} gets messages at least once: a task or batch that is repeated sends them again",
          endpoint.address());
    }
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return WriteMetric.supported();
  }
}
