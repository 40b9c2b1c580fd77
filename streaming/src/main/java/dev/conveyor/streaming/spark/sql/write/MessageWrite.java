package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.spark.Interruptions;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The write of a query or a batch. */
final class MessageWrite implements Write {
  private static final Logger LOG = LoggerFactory.getLogger(MessageWrite.class);

  /** The queries whose guarantee was logged: Spark builds a write for each of their batches. */
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  /** The queries whose endpoint has answered. */
  private static final Set<String> PROBED = ConcurrentHashMap.newKeySet();

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
    Endpoint endpoint = options.endpoint();
    if (!PROBED.contains(queryId)) {
      probe(endpoint);
      PROBED.add(queryId);
    }
    warnUnlessExactlyOnce(endpoint);
    return new EpochWrite(
        endpoint, streamingEffect(), columns, queryId, OptionalLong.empty(), false, metrics);
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
    Endpoint endpoint = options.endpoint();
    probe(endpoint);
    warnUnlessExactlyOnce(endpoint);
    Stageable.Effect totals =
        isComplete ? Stageable.Effect.REPLACE : options.amounts().orElse(Stageable.Effect.ADD);
    Stageable.Effect effect = ofTotals ? totals : Stageable.Effect.APPEND;
    return options
        .transaction()
        .map(
            txn ->
                new EpochWrite(
                    endpoint,
                    effect,
                    columns,
                    "txn-" + txn.application(),
                    OptionalLong.of(txn.version()),
                    false,
                    metrics))
        .orElseGet(
            () ->
                new EpochWrite(
                    endpoint,
                    effect,
                    columns,
                    "batch-" + queryId,
                    OptionalLong.empty(),
                    true,
                    metrics));
  }

  /** Fails if no server answers when a query or batch starts; later, it is waited for. */
  private static void probe(Endpoint endpoint) {
    if (endpoint instanceof Stageable) {
      Interruptions.inDriver(
          () -> {
            endpoint.probe();
            return null;
          });
    }
  }

  /** Logs the guarantee once for each query, unless it is the strongest. */
  private void warnUnlessExactlyOnce(Endpoint endpoint) {
    if (!(endpoint instanceof Stageable) && WARNED.add(queryId)) {
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
