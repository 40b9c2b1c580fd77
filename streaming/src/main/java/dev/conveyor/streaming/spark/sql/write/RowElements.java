package dev.conveyor.streaming.spark.sql.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a row that the sink takes: {@code body} and perhaps {@code topic} of a message, or
 * {@code key} and {@code amount} of a total.
 *
 * @param names of the columns, in the order of {@code types} and {@code ordinals}
 * @param ordinals where the columns are in a row; -1 if a row has none
 */
record RowElements(List<String> names, List<DataType> types, List<Integer> ordinals)
    implements Serializable {
  private static final String BODY = "body";
  private static final String TOPIC = "topic";
  private static final String KEY = "key";
  private static final String AMOUNT = "amount";
  private static final List<DataType> WHOLE_NUMBERS =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);
  private static final List<DataType> TEXTS = List.of(DataTypes.StringType, DataTypes.BinaryType);

  RowElements {
    names = new ArrayList<>(names);
    types = new ArrayList<>(types);
    ordinals = new ArrayList<>(ordinals);
  }

  /**
   * Finds the columns of messages.
   *
   * @param takesTopic whether a message may name a topic
   * @throws IllegalArgumentException if the body is missing, a column is unknown or of another type
   */
  static RowElements ofMessages(StructType schema, boolean takesTopic) {
    List<String> known = takesTopic ? List.of(BODY, TOPIC) : List.of(BODY);
    return of(
        schema,
        known,
        List.of(BODY),
        "messages have body (string or binary)" + (takesTopic ? " and topic (string)" : ""));
  }

  /**
   * Finds the columns of totals.
   *
   * @throws IllegalArgumentException if one is missing, a column is unknown or of another type
   */
  static RowElements ofTotals(StructType schema) {
    List<String> known = List.of(KEY, AMOUNT);
    return of(
        schema, known, known, "totals have key (string or binary) and amount (a whole number)");
  }

  /**
   * Returns a schema under the names of the sink, by position, unless it has one of these names:
   * {@code INSERT INTO} names columns as its query does.
   */
  static StructType named(StructType schema, boolean ofTotals) {
    List<String> names = ofTotals ? List.of(KEY, AMOUNT) : List.of(BODY, TOPIC);
    StructType named = new StructType();
    for (StructField field : schema.fields()) {
      if (names.contains(field.name().toLowerCase(Locale.ROOT)) || named.size() == names.size()) {
        return schema;
      }
      named = named.add(names.get(named.size()), field.dataType(), field.nullable());
    }
    return named;
  }

  private static RowElements of(
      StructType schema, List<String> known, List<String> needed, String advice) {
    List<DataType> types = new ArrayList<>();
    List<Integer> ordinals = new ArrayList<>();
    for (String name : known) {
      Optional<StructField> field = field(schema, name);
      if (field.isEmpty() && needed.contains(name)) {
        throw refused("there is no column " + name, advice);
      }
      types.add(field.map(StructField::dataType).orElse(DataTypes.NullType));
      ordinals.add(field.map(each -> schema.fieldIndex(each.name())).orElse(-1));
    }
    for (StructField field : schema.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!known.contains(name)) {
        throw refused("column " + field.name() + " is unknown", advice + "; select those");
      }
      List<DataType> allowed = name.equals(AMOUNT) ? WHOLE_NUMBERS : TEXTS;
      if (!allowed.contains(field.dataType())) {
        throw refused(
            "column " + field.name() + " is of type " + field.dataType().simpleString(),
            advice + "; cast it");
      }
    }
    return new RowElements(known, types, ordinals);
  }

  private static Optional<StructField> field(StructType schema, String name) {
    return Arrays.stream(schema.fields())
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst();
  }

  private static IllegalArgumentException refused(String problem, String advice) {
    return new IllegalArgumentException("cannot write rows: " + problem + "; " + advice);
  }

  /** Returns the body of a message. */
  byte[] body(InternalRow row) {
    return text(row, 0);
  }

  /** Returns the topic of a message; null if it names none. */
  String topic(InternalRow row) {
    boolean isNamed = ordinals.size() > 1 && ordinals.get(1) >= 0 && !row.isNullAt(ordinals.get(1));
    return isNamed ? new String(text(row, 1), UTF_8) : null;
  }

  /** Returns the key of a total. */
  byte[] key(InternalRow row) {
    return text(row, 0);
  }

  /** Returns the amount of a total, in decimal. */
  byte[] amount(InternalRow row) {
    Object amount = row.get(notNull(row, 1), types.get(1));
    return Long.toString(((Number) amount).longValue()).getBytes(UTF_8);
  }

  private byte[] text(InternalRow row, int column) {
    int ordinal = notNull(row, column);
    return types.get(column).equals(DataTypes.StringType)
        ? row.getUTF8String(ordinal).getBytes()
        : row.getBinary(ordinal);
  }

  private int notNull(InternalRow row, int column) {
    int ordinal = ordinals.get(column);
    if (row.isNullAt(ordinal)) {
      throw new IllegalArgumentException(
          "cannot write a row: its "
              + names.get(column)
              + " is null; filter such rows, or replace null");
    }
    return ordinal;
  }
}
