package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.Stage;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * The output of a task that has succeeded.
 *
 * @param stage null if it was sent, and not staged
 * @param rows the number of rows
 */
record TaskOutput(Stage stage, long rows) implements WriterCommitMessage {
  private static final long serialVersionUID = 1;
}
