package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.spark.sql.SumOfTasks;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** The metrics of writing tasks. */
final class WriteMetric {
  private static final SumOfTasks ROWS = new Rows();
  private static final SumOfTasks BYTES = new Bytes();

  private WriteMetric() {}

  /** Returns the metrics that tasks report. */
  static CustomMetric[] supported() {
    return new CustomMetric[] {ROWS, BYTES};
  }

  static CustomTaskMetric[] values(long rows, long bytes) {
    return new CustomTaskMetric[] {ROWS.of(rows), BYTES.of(bytes)};
  }

  /** The number of rows. */
  public static final class Rows extends SumOfTasks {
    public Rows() {
      super("conveyor_written_rows", "rows written");
    }
  }

  /** The number of bytes. */
  public static final class Bytes extends SumOfTasks {
    public Bytes() {
      super("conveyor_written_bytes", "bytes written");
    }
  }
}
