package dev.conveyor.streaming.spark.sql;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of messages. */
public enum MessageColumns {
  /** The list or stream. */
  SOURCE("source", DataTypes.StringType, false),

  /**
   * The ID of a stream's entry; of a list, {@code CLAIM:INDEX}, by which a query knows an element,
   * or null in a snapshot.
   */
  ID("id", DataTypes.StringType, true),

  /** The time of sending, from the envelope or from the automatic ID of an entry. */
  SENT_AT("sent_at", DataTypes.TimestampType, true),

  /** The body. */
  BODY("body", DataTypes.BinaryType, false),

  /** The writer's random id, from the envelope, in hexadecimal digits. */
  PRODUCER("producer", DataTypes.StringType, true),

  /** The number of the message among those of its producer, from the envelope. */
  SEQUENCE("sequence", DataTypes.LongType, true);

  private final String column;
  private final DataType type;
  private final boolean isNullable;

  MessageColumns(String column, DataType type, boolean isNullable) {
    this.column = column;
    this.type = type;
    this.isNullable = isNullable;
  }

  /** Returns the name of the column. */
  public String column() {
    return column;
  }

  public DataType type() {
    return type;
  }

  /** Returns the column of that name. */
  public static MessageColumns named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.column.equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("column " + name));
  }

  /** Returns the schema of messages. */
  public static StructType schema() {
    return DataTypes.createStructType(
        List.of(values()).stream()
            .map(each -> new StructField(each.column, each.type, each.isNullable, Metadata.empty()))
            .toList());
  }
}
