package dev.conveyor.streaming.spark.sql;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A column of rows: a property of messages, or a field of stream entries.
 *
 * @param property null for a field
 * @param field the name of the field; empty for a property
 * @param type of the column
 */
public record RowColumn(MessageColumns property, String field, DataType type)
    implements Serializable {

  /**
   * Returns the columns of a schema.
   *
   * @param given the schema of the table, of which {@code wanted} is a part
   * @throws IllegalArgumentException if a column cannot have its type
   */
  public static List<RowColumn> of(StructType given, StructType wanted) {
    boolean isDefault = isDefault(given);
    List<RowColumn> columns = new ArrayList<>();
    for (StructField each : wanted.fields()) {
      Optional<MessageColumns> property =
          isDefault ? MessageColumns.named(each.name()) : MessageColumns.prefixed(each.name());
      columns.add(
          property
              .map(known -> new RowColumn(known, "", checked(each, known)))
              .orElseGet(() -> field(each)));
    }
    return columns;
  }

  /** Returns whether a schema is that of messages, and none of a user's own. */
  public static boolean isDefault(StructType schema) {
    StructType known = MessageColumns.schema();
    boolean isSame = schema.length() == known.length();
    for (int i = 0; isSame && i < known.length(); i++) {
      isSame =
          schema.apply(i).name().equals(known.apply(i).name())
              && schema.apply(i).dataType().equals(known.apply(i).dataType());
    }
    return isSame;
  }

  private static DataType checked(StructField column, MessageColumns property) {
    if (!column.dataType().equals(property.type())) {
      throw new IllegalArgumentException(
          "cannot read column "
              + column.name()
              + " as "
              + column.dataType().simpleString()
              + ": it is "
              + property.type().simpleString());
    }
    return property.type();
  }

  private static RowColumn field(StructField column) {
    if (!column.nullable()) {
      throw new IllegalArgumentException(
          "cannot read field "
              + column.name()
              + " as NOT NULL: an entry may lack it; leave NOT NULL out, and filter such rows");
    }
    if (!FieldParser.knows(column.dataType())) {
      throw new IllegalArgumentException(
          "cannot read field "
              + column.name()
              + " as "
              + column.dataType().simpleString()
              + "; name a simple type, or string and use from_json");
    }
    return new RowColumn(null, column.name(), column.dataType());
  }

  /** Returns whether the column is a field of stream entries. */
  public boolean isField() {
    return property == null;
  }
}
