package dev.conveyor.streaming.spark.sql;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of messages. In a schema that a user gives, other columns are fields of stream
 * entries, and these have an underscore before their name.
 */
public enum MessageColumns {
  /** The list or stream. */
  SOURCE("source", false, true, "the list or stream"),

  /**
   * The ID of a stream's entry; of a list's element {@code CLAIM:INDEX}, by which a query knows it,
   * and null in a batch.
   */
  ID("id", true, true, "the ID of the entry, or CLAIM:INDEX of a list"),

  /** The time of sending, from the envelope or from the automatic ID of an entry. */
  SENT_AT("sent_at", true, true, "the time of sending, if known"),

  /** The body. */
  BODY("body", false, true, "the message"),

  /** The writer's random id, from the envelope, in hexadecimal digits. */
  PRODUCER("producer", true, true, "the writer, if it adds an envelope"),

  /** The number of the message among those of its producer, from the envelope. */
  SEQUENCE("sequence", true, true, "the writer's number of the message"),

  /** The address, without secrets. Not among the default columns. */
  ADDRESS("address", false, false, "the address"),

  /**
   * The reason why a message is a dead letter. Where it is asked for, dead letters are rows, and
   * are neither dropped nor written anywhere else. Not among the default columns.
   */
  DEATH_REASON("death_reason", true, false, "null unless it is a dead letter");

  private static final String PREFIX = "_";

  private final String column;
  private final boolean isNullable;
  private final boolean isDefault;
  private final String comment;

  MessageColumns(String column, boolean isNullable, boolean isDefault, String comment) {
    this.column = column;
    this.isNullable = isNullable;
    this.isDefault = isDefault;
    this.comment = comment;
  }

  /** Returns the type of the column. */
  public DataType type() {
    return switch (this) {
      case SENT_AT -> DataTypes.TimestampType;
      case BODY -> DataTypes.BinaryType;
      case SEQUENCE -> DataTypes.LongType;
      default -> DataTypes.StringType;
    };
  }

  /** Returns the default column of that name. */
  static Optional<MessageColumns> named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.isDefault && each.column.equalsIgnoreCase(name))
        .findFirst();
  }

  /** Returns the column that a user's schema names with an underscore. */
  static Optional<MessageColumns> prefixed(String name) {
    return Arrays.stream(values())
        .filter(each -> (PREFIX + each.column).equalsIgnoreCase(name))
        .findFirst();
  }

  /** Returns the schema of messages. */
  public static StructType schema() {
    StructType schema = new StructType();
    for (MessageColumns each : values()) {
      if (each.isDefault) {
        schema = schema.add(each.column, each.type(), each.isNullable, each.comment);
      }
    }
    return schema;
  }
}
