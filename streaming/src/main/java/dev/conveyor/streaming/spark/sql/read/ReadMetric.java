package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.spark.sql.SumOfTasks;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** The metrics of reading tasks. */
final class ReadMetric {
  private static final SumOfTasks MESSAGES = new Messages();
  private static final SumOfTasks BYTES = new Bytes();
  private static final SumOfTasks DEAD_LETTERS = new DeadLetters();

  private ReadMetric() {}

  /** Returns the metrics that tasks report. */
  static CustomMetric[] supported() {
    return new CustomMetric[] {MESSAGES, BYTES, DEAD_LETTERS};
  }

  static CustomTaskMetric[] values(long messages, long bytes, long deadLetters) {
    return new CustomTaskMetric[] {
      MESSAGES.of(messages), BYTES.of(bytes), DEAD_LETTERS.of(deadLetters)
    };
  }

  /** The number of messages. */
  public static final class Messages extends SumOfTasks {
    public Messages() {
      super("conveyor_read_messages", "messages read");
    }
  }

  /** The number of bytes in bodies. */
  public static final class Bytes extends SumOfTasks {
    public Bytes() {
      super("conveyor_read_bytes", "bytes of bodies read");
    }
  }

  /** The number of dead letters. */
  public static final class DeadLetters extends SumOfTasks {
    public DeadLetters() {
      super("conveyor_dead_letters", "dead letters");
    }
  }
}
