package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.spark.Interruptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * Sends rows as messages at once: at least once, since an attempt that is repeated sends them
 * again. Belongs to the thread of its task.
 */
final class SentRowWriter implements DataWriter<InternalRow> {
  private static final int MOST_MESSAGES = 1_000;
  private static final int MOST_BYTES = 4 << 20;

  private final MessageWriter writer;
  private final RowElements columns;
  private final List<Outgoing> messages = new ArrayList<>();
  private long bytesInHand;
  private long rows;
  private long bytes;

  SentRowWriter(MessageWriter writer, RowElements columns) {
    this.writer = writer;
    this.columns = columns;
  }

  @Override
  public void write(InternalRow row) throws IOException {
    byte[] body = columns.body(row);
    messages.add(new Outgoing(columns.topic(row), body));
    rows++;
    bytes += body.length;
    bytesInHand += body.length;
    if (messages.size() == MOST_MESSAGES || bytesInHand >= MOST_BYTES) {
      send();
    }
  }

  private void send() throws IOException {
    try {
      writer.write(messages);
    } catch (InterruptedException e) {
      throw Interruptions.ended(e);
    }
    messages.clear();
    bytesInHand = 0;
  }

  /** Returns once all messages are confirmed, where the transport confirms them. */
  @Override
  public WriterCommitMessage commit() throws IOException {
    send();
    try {
      writer.flush();
    } catch (InterruptedException e) {
      throw Interruptions.ended(e);
    }
    return new TaskOutput(null, rows);
  }

  /** Does nothing: what was sent cannot be taken back. */
  @Override
  public void abort() {}

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return WriteMetric.values(rows, bytes);
  }

  @Override
  public void close() {
    writer.close();
  }
}
