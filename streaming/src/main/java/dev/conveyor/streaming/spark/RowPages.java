package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * Turns the rows of a partition, which are of one address, into pages of messages again. The rows
 * have the columns of {@link dev.conveyor.streaming.spark.sql.read.FedDataSource#schema}.
 */
final class RowPages implements FlatMapFunction<Iterator<Row>, AddressPartition> {
  private static final long serialVersionUID = 1;
  private static final int MOST_A_PAGE = 1_000;

  private final List<String> addresses;

  /**
   * @param addresses of the run, in the order of their indexes
   */
  RowPages(List<String> addresses) {
    this.addresses = new ArrayList<>(addresses);
  }

  @Override
  public Iterator<AddressPartition> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return List.<AddressPartition>of().iterator();
    }
    Pages pages = new Pages(rows);
    return List.of(new AddressPartition(addresses.indexOf(pages.address()), pages)).iterator();
  }

  private static final class Pages implements Iterator<MessagePage> {
    private final Iterator<Row> rows;

    /** The next row; null at the end. */
    private Row next;

    Pages(Iterator<Row> rows) {
      this.rows = rows;
      this.next = rows.next();
    }

    String address() {
      return next.getString(0);
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public MessagePage next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      List<Message> messages = new ArrayList<>();
      while (next != null && messages.size() < MOST_A_PAGE) {
        messages.add(message(next));
        next = rows.hasNext() ? rows.next() : null;
      }
      return MessagePage.of(messages);
    }

    private static Message message(Row row) {
      String id = row.isNullAt(2) ? "" : row.getString(2);
      return new Message(row.getString(1), id, envelope(row), row.getAs(4), row.getString(7));
    }

    private static Envelope envelope(Row row) {
      if (row.isNullAt(5)) {
        return null;
      }
      long producer = Long.parseUnsignedLong(row.getString(5), 16);
      Instant sentAt =
          row.isNullAt(3)
              ? Envelope.UNKNOWN_TIME
              : Instant.EPOCH.plus(row.getLong(3), ChronoUnit.MICROS);
      return new Envelope(producer, row.getLong(6), sentAt);
    }
  }
}
