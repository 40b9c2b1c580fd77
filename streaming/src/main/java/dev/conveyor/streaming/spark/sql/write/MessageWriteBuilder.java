package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.TopicEndpoint;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.internal.connector.SupportsStreamingUpdateAsAppend;

/** Builds the write of a query or a batch, in the output modes append, update and complete. */
public final class MessageWriteBuilder
    implements WriteBuilder, SupportsTruncate, SupportsStreamingUpdateAsAppend {
  private final WriteOptions options;
  private final LogicalWriteInfo info;
  private boolean isComplete;

  public MessageWriteBuilder(WriteOptions options, LogicalWriteInfo info) {
    this.options = options;
    this.info = info;
  }

  @Override
  public WriteBuilder truncate() {
    isComplete = true;
    return this;
  }

  @Override
  public Write build() {
    Endpoint endpoint = options.endpoint();
    if (endpoint.isOpenedByWriter()) {
      throw endpoint
          .address()
          .refused(
              "several tasks cannot wait for readers at one port",
              "add &connect, and let the reader wait there with &bind");
    }
    boolean ofTotals = isOfTotals(endpoint);
    RowElements columns =
        ofTotals
            ? RowElements.ofTotals(info.schema())
            : RowElements.ofMessages(info.schema(), endpoint instanceof TopicEndpoint);
    return new MessageWrite(options, info.queryId(), columns, ofTotals, isComplete);
  }

  private static boolean isOfTotals(Endpoint endpoint) {
    if (endpoint instanceof Stageable stageable) {
      try {
        stageable.checkEffect(Stageable.Effect.ADD);
        return true;
      } catch (dev.conveyor.streaming.AddressException e) {
        stageable.checkEffect(Stageable.Effect.APPEND);
      }
    }
    return false;
  }
}
