package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.FieldPage;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.spark.sql.FieldParser;
import dev.conveyor.streaming.spark.sql.MessageColumns;
import dev.conveyor.streaming.spark.sql.RowColumn;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A message of a page as a row. The properties of the message are made when they are asked for:
 * those that a query does not use cost nothing. Valid until it is set to another message; a {@link
 * #copy} stays valid.
 */
final class MessageRow extends GenericInternalRow {
  private static final long serialVersionUID = 1;
  private static final long MICROS_A_MILLI = 1_000;

  private final transient List<RowColumn> columns;
  private final transient MessageColumns[] properties;
  private final transient UTF8String address;

  /** The values of fields, by column. */
  private final transient Object[] fields;

  /** The reason for the death of the message; null if it is not dead. */
  private transient String reason;

  private transient MessagePage page;
  private transient int index;
  private transient String sourceText = "";
  private transient UTF8String source = UTF8String.EMPTY_UTF8;

  MessageRow(List<RowColumn> columns, String address) {
    super(0);
    this.columns = columns;
    this.properties = columns.stream().map(RowColumn::property).toArray(MessageColumns[]::new);
    this.fields = new Object[columns.size()];
    this.address = UTF8String.fromString(address);
  }

  /**
   * Sets the row to a message.
   *
   * @throws IllegalArgumentException if a field is no value of its type
   */
  void set(MessagePage of, int at) {
    page = of;
    index = at;
    reason = null;
    int field = 0;
    for (int i = 0; i < properties.length; i++) {
      if (properties[i] == null) {
        fields[i] = field(columns.get(i), field++);
      }
    }
  }

  private Object field(RowColumn column, int field) {
    FieldPage of = (FieldPage) page;
    if (!of.hasField(index, field)) {
      return null;
    }
    try {
      return FieldParser.parse(
          of.fieldBuffer(index),
          of.fieldFrom(index, field),
          of.fieldTo(index, field),
          column.type());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("field " + column.field() + " " + e.getMessage(), e);
    }
  }

  /** Sets the row to a dead letter, which has no values of fields. */
  void setDead(MessagePage of, int at, String reasonOfDeath) {
    page = of;
    index = at;
    reason = reasonOfDeath;
    Arrays.fill(fields, null);
  }

  /** Returns the bytes of those fields that a message has, by name. */
  Map<String, byte[]> fields(MessagePage of, int at) {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    int field = 0;
    for (RowColumn column : columns) {
      if (column.isField()) {
        FieldPage records = (FieldPage) of;
        if (records.hasField(at, field)) {
          bytes.put(
              column.field(),
              Arrays.copyOfRange(
                  records.fieldBuffer(at),
                  records.fieldFrom(at, field),
                  records.fieldTo(at, field)));
        }
        field++;
      }
    }
    return bytes;
  }

  @Override
  public int numFields() {
    return properties.length;
  }

  @Override
  public boolean isNullAt(int ordinal) {
    MessageColumns property = properties[ordinal];
    if (property == null) {
      return fields[ordinal] == null;
    }
    return switch (property) {
      case SOURCE, BODY, ADDRESS -> false;
      case ID -> page.id(index).isEmpty();
      case SENT_AT -> page.sentMillis(index) == MessagePage.UNKNOWN_TIME;
      case PRODUCER, SEQUENCE -> envelope() == null;
      case DEATH_REASON -> reason == null;
    };
  }

  @Override
  public Object genericGet(int ordinal) {
    MessageColumns property = properties[ordinal];
    if (property == null) {
      return fields[ordinal];
    }
    return switch (property) {
      case SOURCE -> source();
      case ID -> id();
      case SENT_AT -> sentAt();
      case BODY -> Arrays.copyOfRange(page.buffer(index), page.from(index), page.to(index));
      case PRODUCER -> producer();
      case SEQUENCE -> envelope() == null ? null : (Object) envelope().sequence();
      case ADDRESS -> address;
      case DEATH_REASON -> reason == null ? null : UTF8String.fromString(reason);
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
