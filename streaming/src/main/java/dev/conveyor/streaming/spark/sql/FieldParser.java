package dev.conveyor.streaming.spark.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Parses fields of stream entries into values of Spark's types. Numbers have ASCII digits, and
 * those of a decimal type no more digits than the type; a truth value is true or false, dates and
 * times are ISO 8601; a time without an offset is in UTC. Independent of locale and time zone.
 * Bounded in time, whatever a producer has written.
 */
public final class FieldParser {
  /**
   * A longer number is none that anyone has measured, and parsing it takes the square of its
   * length.
   */
  private static final int LONGEST_NUMBER = 1_000;

  /** The longest date or time, with a year of ten digits, nanoseconds and an offset, is shorter. */
  private static final int LONGEST_TIME = 64;

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");
  private static final Pattern NO_NUMBER = Pattern.compile("NaN|[+-]?Infinity");
  private static final Pattern NOT_ZERO = Pattern.compile("[^eE]*[1-9]");
  private static final Pattern OFFSET = Pattern.compile("[Z+-]");
  private static final Set<DataType> SIMPLE =
      Set.of(
          DataTypes.StringType,
          DataTypes.BinaryType,
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.DateType,
          DataTypes.TimestampType);

  private FieldParser() {}

  static boolean knows(DataType type) {
    return SIMPLE.contains(type) || type instanceof DecimalType;
  }

  /**
   * Parses a field.
   *
   * @throws IllegalArgumentException if it is no value of the type
   */
  public static Object parse(byte[] buffer, int from, int to, DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return UTF8String.fromBytes(buffer, from, to - from).copy();
    }
    if (type.equals(DataTypes.BinaryType)) {
      return Arrays.copyOfRange(buffer, from, to);
    }
    String text = new String(buffer, from, to - from, UTF_8).strip();
    try {
      return value(text, type);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
      throw new IllegalArgumentException("\"" + shown + "\" is no " + type.simpleString(), e);
    }
  }

  private static Object value(String text, DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimal(new BigDecimal(number(text, DECIMAL)), decimal);
    }
    return switch (type.typeName()) {
      case "boolean" -> truth(text);
      case "byte" -> Byte.valueOf(number(text, WHOLE));
      case "short" -> Short.valueOf(number(text, WHOLE));
      case "integer" -> Integer.valueOf(number(text, WHOLE));
      case "long" -> Long.valueOf(number(text, WHOLE));
      case "float" -> {
        float number = Float.parseFloat(real(text));
        ensureInRange(text, Float.isInfinite(number), number == 0);
        yield number;
      }
      case "double" -> {
        double number = Double.parseDouble(real(text));
        ensureInRange(text, Double.isInfinite(number), number == 0);
        yield number;
      }
      case "date" -> Math.toIntExact(LocalDate.parse(time(text)).toEpochDay());
      default -> micros(time(text));
    };
  }

  private static String number(String text, Pattern form) {
    if (text.length() > LONGEST_NUMBER || !form.matcher(text).matches()) {
      throw new IllegalArgumentException("of another form");
    }
    return text;
  }

  /** Checks that digits stand for neither infinity nor, unless all are 0, for zero. */
  private static void ensureInRange(String text, boolean isInfinite, boolean isZero) {
    boolean isSmall = isZero && NOT_ZERO.matcher(text).lookingAt();
    if (isSmall || (isInfinite && !NO_NUMBER.matcher(text).matches())) {
      throw new ArithmeticException("out of range");
    }
  }

  private static String real(String text) {
    return NO_NUMBER.matcher(text).matches() ? text : number(text, DECIMAL);
  }

  /** Checks the digits before the value is brought to the scale, which writes out its zeros. */
  private static Decimal decimal(BigDecimal given, DecimalType type) {
    BigDecimal value = given.signum() == 0 ? BigDecimal.ZERO : given.stripTrailingZeros();
    long before = (long) value.precision() - value.scale();
    if (before > type.precision() - type.scale() || value.scale() > type.scale()) {
      throw new ArithmeticException("more digits than the type");
    }
    return Decimal.apply(value.setScale(type.scale()), type.precision(), type.scale());
  }

  private static Boolean truth(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.equals("true") && !lower.equals("false")) {
      throw new IllegalArgumentException(text);
    }
    return lower.equals("true");
  }

  private static String time(String text) {
    if (text.length() > LONGEST_TIME) {
      throw new IllegalArgumentException("longer than any date or time");
    }
    return text;
  }

  private static Long micros(String text) {
    String iso = text.replace(' ', 'T');
    int clock = iso.indexOf('T') + 1;
    Instant time =
        clock > 0 && OFFSET.matcher(iso).find(clock)
            ? OffsetDateTime.parse(iso).toInstant()
            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    long seconds = Math.multiplyExact(time.getEpochSecond(), TimeUnit.SECONDS.toMicros(1));
    return Math.addExact(seconds, TimeUnit.NANOSECONDS.toMicros(time.getNano()));
  }
}
