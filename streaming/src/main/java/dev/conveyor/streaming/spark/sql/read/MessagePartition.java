package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Slice;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * A slice that one task reads.
 *
 * @param index among the partitions of its batch
 * @param slice with the password that this driver uses; its text has none
 * @param expected the number of messages in the slice; {@link #UNKNOWN} if only the number in its
 *     whole range is known
 */
record MessagePartition(int index, Slice slice, long expected) implements InputPartition {
  private static final long serialVersionUID = 1;

  /** In place of a number of messages. */
  static final long UNKNOWN = -1;

  @Override
  public String toString() {
    return "partition " + index + ": " + slice;
  }
}
