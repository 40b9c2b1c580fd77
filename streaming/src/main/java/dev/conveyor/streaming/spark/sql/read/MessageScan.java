package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.spark.Interruptions;
import dev.conveyor.streaming.spark.sql.RowColumn;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;

/** A read of messages, as a stream or as a batch. */
final class MessageScan implements Scan, SupportsReportStatistics {
  private final ReadOptions options;
  private final StructType schema;
  private final List<RowColumn> columns;
  private final long limit;

  /** Becomes true before Spark makes the plan of a stream. */
  private boolean isStream;

  MessageScan(ReadOptions options, StructType schema, List<RowColumn> columns, long limit) {
    this.options = options;
    this.schema = schema;
    this.columns = columns;
    this.limit = limit;
  }

  @Override
  public StructType readSchema() {
    return schema;
  }

  @Override
  public String description() {
    return "conveyor " + options.addresses();
  }

  @Override
  public Batch toBatch() {
    options.checkBatch();
    return new MessageBatch(options, columns, limit);
  }

  @Override
  public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
    options.checkStream();
    isStream = true;
    return new MessageStream(options, columns, checkpointLocation);
  }

  @Override
  public ContinuousStream toContinuousStream(String checkpointLocation) {
    throw new UnsupportedOperationException(
        "cannot read messages in continuous mode, which repeats them after a failure; use"
            + " Trigger.ProcessingTime or Trigger.AvailableNow");
  }

  /** {@inheritDoc} None are: without this, Spark would look at the partitions to plan a query. */
  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.UNSUPPORTED;
  }

  /** {@inheritDoc} That of a stream is unknown: what waits is not what its next batch has. */
  @Override
  public Statistics estimateStatistics() {
    return isStream
        ? WaitingStatistics.UNKNOWN
        : Interruptions.inDriver(() -> WaitingStatistics.of(options.addresses()));
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ReadMetric.supported();
  }
}
