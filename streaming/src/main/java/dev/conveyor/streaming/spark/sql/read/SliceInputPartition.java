package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Slice;
import org.apache.spark.sql.connector.read.InputPartition;

/** A slice that one task reads. */
final class SliceInputPartition implements InputPartition {
  private static final long serialVersionUID = 1;

  /** In place of a number of messages. */
  static final long UNKNOWN = -1;

  private final int index;
  private final Slice slice;
  private final long expected;

  /** Keeps the view of a batch open while the driver refers to this partition; null in a stream. */
  @SuppressWarnings("unused")
  private final transient Object view;

  /**
   * @param index among the partitions of its batch
   * @param slice with the password that this driver uses; its text has none
   * @param expected the number of messages in the slice; {@link #UNKNOWN} if only the number in its
   *     whole range is known
   * @param view null in a stream
   */
  SliceInputPartition(int index, Slice slice, long expected, Object view) {
    this.index = index;
    this.slice = slice;
    this.expected = expected;
    this.view = view;
  }

  int index() {
    return index;
  }

  Slice slice() {
    return slice;
  }

  long expected() {
    return expected;
  }

  @Override
  public String toString() {
    return "partition " + index + ": " + slice;
  }
}
