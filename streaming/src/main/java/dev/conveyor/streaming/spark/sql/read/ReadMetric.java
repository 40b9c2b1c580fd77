package dev.conveyor.streaming.spark.sql.read;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** The metrics of reading tasks, whose sums Spark shows with the plan of a query. */
final class ReadMetric {
  private static final String MESSAGES = "conveyor_read_messages";
  private static final String BYTES = "conveyor_read_bytes";
  private static final String DEAD_LETTERS = "conveyor_dead_letters";

  private ReadMetric() {}

  /** Returns the metrics that tasks report. */
  static CustomMetric[] supported() {
    return new CustomMetric[] {new Messages(), new Bytes(), new DeadLetters()};
  }

  static CustomTaskMetric[] values(long messages, long bytes, long deadLetters) {
    return new CustomTaskMetric[] {
      new Value(MESSAGES, messages), new Value(BYTES, bytes), new Value(DEAD_LETTERS, deadLetters)
    };
  }

  private record Value(String name, long value) implements CustomTaskMetric {}

  /** The number of messages; Spark creates it by its class name. */
  public static final class Messages extends CustomSumMetric {
    @Override
    public String name() {
      return MESSAGES;
    }

    @Override
    public String description() {
      return "messages read";
    }
  }

  /** The number of bytes in bodies. */
  public static final class Bytes extends CustomSumMetric {
    @Override
    public String name() {
      return BYTES;
    }

    @Override
    public String description() {
      return "bytes of bodies read";
    }
  }

  /** The number of dead letters. */
  public static final class DeadLetters extends CustomSumMetric {
    @Override
    public String name() {
      return DEAD_LETTERS;
    }

    @Override
    public String description() {
      return "dead letters";
    }
  }
}
