package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.spark.sql.MessageColumns;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A message of a page as a row, whose columns are made when they are asked for: those that a query
 * does not use cost nothing. Valid until it is set to another message; a {@link #copy} stays valid.
 */
final class MessageRow extends GenericInternalRow {
  private static final long serialVersionUID = 1;
  private static final long MICROS_A_MILLI = 1_000;

  private final MessageColumns[] columns;
  private transient MessagePage page;
  private transient int index;
  private transient String sourceText = "";
  private transient UTF8String source = UTF8String.EMPTY_UTF8;

  MessageRow(MessageColumns[] columns) {
    super(0);
    this.columns = columns;
  }

  /** Sets the row to a message. */
  void set(MessagePage of, int at) {
    page = of;
    index = at;
  }

  @Override
  public int numFields() {
    return columns.length;
  }

  @Override
  public boolean isNullAt(int ordinal) {
    return switch (columns[ordinal]) {
      case SOURCE, BODY -> false;
      case ID -> page.id(index).isEmpty();
      case SENT_AT -> page.sentMillis(index) == MessagePage.UNKNOWN_TIME;
      case PRODUCER, SEQUENCE -> envelope() == null;
    };
  }

  @Override
  public Object genericGet(int ordinal) {
    return switch (columns[ordinal]) {
      case SOURCE -> source();
      case ID -> id();
      case SENT_AT -> sentAt();
      case BODY -> Arrays.copyOfRange(page.buffer(index), page.from(index), page.to(index));
      case PRODUCER -> producer();
      case SEQUENCE -> envelope() == null ? null : (Object) envelope().sequence();
    };
  }

  private UTF8String source() {
    if (!page.source().equals(sourceText)) {
      sourceText = page.source();
      source = UTF8String.fromString(sourceText);
    }
    return source;
  }

  private UTF8String id() {
    String id = page.id(index);
    return id.isEmpty() ? null : UTF8String.fromString(id);
  }

  private Long sentAt() {
    long millis = page.sentMillis(index);
    return millis == MessagePage.UNKNOWN_TIME ? null : (Long) (millis * MICROS_A_MILLI);
  }

  private UTF8String producer() {
    Envelope envelope = envelope();
    return envelope == null
        ? null
        : UTF8String.fromString(HexFormat.of().toHexDigits(envelope.producer()));
  }

  private Envelope envelope() {
    return page.isPlain(index) ? null : page.message(index).envelope();
  }

  @Override
  public void setNullAt(int ordinal) {
    throw new UnsupportedOperationException("a message cannot be changed");
  }

  @Override
  public void update(int ordinal, Object value) {
    throw new UnsupportedOperationException("a message cannot be changed");
  }
}
