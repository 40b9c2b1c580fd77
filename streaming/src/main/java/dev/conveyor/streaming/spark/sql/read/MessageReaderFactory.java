package dev.conveyor.streaming.spark.sql.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Opens the slices of a batch in its tasks. */
record MessageReaderFactory(RowSettings settings) implements PartitionReaderFactory {
  private static final long serialVersionUID = 1;

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    try {
      return new MessageRows((SliceInputPartition) partition, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
