package dev.conveyor.streaming.spark.sql.write;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** The metrics of writing tasks, whose sums Spark shows with the plan of a query. */
final class WriteMetric {
  private static final String ROWS = "conveyor_written_rows";
  private static final String BYTES = "conveyor_written_bytes";

  private WriteMetric() {}

  /** Returns the metrics that tasks report. */
  static CustomMetric[] supported() {
    return new CustomMetric[] {new Rows(), new Bytes()};
  }

  static CustomTaskMetric[] values(long rows, long bytes) {
    return new CustomTaskMetric[] {new Value(ROWS, rows), new Value(BYTES, bytes)};
  }

  private record Value(String name, long value) implements CustomTaskMetric {}

  /** The number of rows; Spark creates it by its class name. */
  public static final class Rows extends CustomSumMetric {
    @Override
    public String name() {
      return ROWS;
    }

    @Override
    public String description() {
      return "rows written";
    }
  }

  /** The number of bytes. */
  public static final class Bytes extends CustomSumMetric {
    @Override
    public String name() {
      return BYTES;
    }

    @Override
    public String description() {
      return "bytes written";
    }
  }
}
