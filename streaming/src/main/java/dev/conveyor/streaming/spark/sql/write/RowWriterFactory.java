package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.spark.Interruptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;

/**
 * Opens the writers of tasks.
 *
 * @param address with the password that this driver uses; its text has none
 * @param query the name of the query at the address
 * @param ofTotals whether a row is a key and an amount, or else a message
 */
record RowWriterFactory(Address address, String query, RowElements columns, boolean ofTotals)
    implements DataWriterFactory, StreamingDataWriterFactory {
  private static final long serialVersionUID = 1;

  @Override
  public DataWriter<InternalRow> createWriter(int partition, long task) {
    return createWriter(partition, task, 0);
  }

  @Override
  public DataWriter<InternalRow> createWriter(int partition, long task, long epoch) {
    Endpoint endpoint = Transports.endpoint(address);
    try {
      if (endpoint instanceof Stageable stageable) {
        String attempt = epoch + "-" + partition + "-" + task + "-" + UUID.randomUUID();
        return new StagedRowWriter(stageable.openStage(query, attempt), columns, ofTotals);
      }
      return new SentRowWriter(endpoint.openWriter(), columns);
    } catch (InterruptedException e) {
      IOException ended = Interruptions.ended(e);
      throw new UncheckedIOException(ended);
    }
  }
}
