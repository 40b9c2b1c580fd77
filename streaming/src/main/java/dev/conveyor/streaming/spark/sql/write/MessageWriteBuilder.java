package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.TopicEndpoint;
import dev.conveyor.streaming.spark.ExecutorReach;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.internal.connector.SupportsStreamingUpdateAsAppend;
import org.apache.spark.sql.types.StructType;

/** Builds the write of a query or a batch, in the output modes append, update and complete. */
public final class MessageWriteBuilder
    implements WriteBuilder, SupportsTruncate, SupportsStreamingUpdateAsAppend {
  private final WriteOptions options;
  private final LogicalWriteInfo info;
  private final boolean byPosition;
  private final SinkMetrics metrics;
  private boolean isComplete;

  /**
   * @param byPosition whether columns of other names count by their position, as in {@code INSERT
   *     INTO … VALUES}
   */
  public MessageWriteBuilder(
      WriteOptions options, LogicalWriteInfo info, boolean byPosition, SinkMetrics metrics) {
    this.options = options;
    this.info = info;
    this.byPosition = byPosition;
    this.metrics = metrics;
  }

  @Override
  public WriteBuilder truncate() {
    isComplete = true;
    return this;
  }

  @Override
  public Write build() {
    Endpoint endpoint = options.endpoint();
    ExecutorReach.ensure(SparkContext.getOrCreate(), endpoint.address());
    if (endpoint.isOpenedByWriter()) {
      throw endpoint
          .address()
          .refused(
              "several tasks cannot wait for readers at one port",
              "add &connect, and let the reader wait there with &bind");
    }
    boolean ofTotals = WriteOptions.isOfTotals(endpoint);
    if (endpoint instanceof Stageable stageable && !ofTotals) {
      stageable.checkEffect(Stageable.Effect.APPEND);
    }
    StructType schema = byPosition ? RowElements.named(info.schema(), ofTotals) : info.schema();
    RowElements columns =
        ofTotals
            ? RowElements.ofTotals(schema)
            : RowElements.ofMessages(schema, endpoint instanceof TopicEndpoint);
    return new MessageWrite(options, info.queryId(), columns, ofTotals, isComplete, metrics);
  }
}
