package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.StagedWriter;
import dev.conveyor.streaming.spark.Interruptions;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Writes the rows of one attempt of a task to its stage. Belongs to the thread of the task. */
final class StagedRowWriter implements DataWriter<InternalRow> {
  private final StagedWriter stage;
  private final RowElements columns;
  private final boolean ofTotals;
  private long rows;
  private long bytes;

  /**
   * @param ofTotals whether a row is a key and an amount, or else a message
   */
  StagedRowWriter(StagedWriter stage, RowElements columns, boolean ofTotals) {
    this.stage = stage;
    this.columns = columns;
    this.ofTotals = ofTotals;
  }

  @Override
  public void write(InternalRow row) throws IOException {
    rows++;
    if (ofTotals) {
      add(columns.key(row));
      add(columns.amount(row));
    } else {
      add(columns.body(row));
    }
  }

  private void add(byte[] element) throws IOException {
    bytes += element.length;
    try {
      stage.write(element);
    } catch (InterruptedException e) {
      throw Interruptions.ended(e);
    }
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    try {
      return new TaskOutput(stage.stage(), rows);
    } catch (InterruptedException e) {
      throw Interruptions.ended(e);
    }
  }

  @Override
  public void abort() {
    stage.abort();
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return WriteMetric.values(rows, bytes);
  }

  @Override
  public void close() {
    stage.close();
  }
}
