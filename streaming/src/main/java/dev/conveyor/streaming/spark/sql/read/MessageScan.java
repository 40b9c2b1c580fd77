package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.spark.sql.MessageColumns;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;

/** A read of messages, as a stream or as a batch. */
public final class MessageScan implements Scan {
  private final ReadOptions options;

  public MessageScan(ReadOptions options) {
    this.options = options;
  }

  @Override
  public StructType readSchema() {
    return MessageColumns.schema();
  }

  @Override
  public String description() {
    return "conveyor " + options.addresses();
  }

  @Override
  public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
    return new MessageStream(options, MessageColumns.values(), checkpointLocation);
  }

  @Override
  public ContinuousStream toContinuousStream(String checkpointLocation) {
    throw new UnsupportedOperationException(
        "cannot read messages in continuous mode: it gives no exactly-once; use"
            + " Trigger.ProcessingTime or Trigger.AvailableNow");
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ReadMetric.supported();
  }
}
