package dev.conveyor.jobs.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.conveyor.jobs.stage.Bytes;
import dev.conveyor.jobs.stage.StrictJson;
import dev.conveyor.jobs.stage.UnparsableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A JSON object (RFC 8259) as a job reads it. Immutable and safe for threads.
 *
 * <p>Each method that reads a field throws an {@link UnparsableException} if the field is missing,
 * {@code null} or of another type. The record then becomes a dead letter, with a reason that names
 * the field.
 */
public final class JsonRecord {
  private static final int LONGEST_SHOWN = 60;

  /** More digits than any {@code long} has. */
  private static final int MOST_DIGITS = 40;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

  private final Map<String, Object> fields;

  private JsonRecord(Map<String, Object> fields) {
    this.fields = fields;
  }

  /**
   * Parses a record that is one JSON object, at most 100 levels deep, without a duplicate field.
   *
   * @throws UnparsableException if it is anything else
   */
  public static JsonRecord parse(Bytes record) {
    try (JsonParser json = StrictJson.FACTORY.createParser(decoded(record))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new UnparsableException("the record is no JSON object");
      }
      JsonRecord parsed = object(json);
      if (json.nextToken() != null) {
        throw new UnparsableException("something follows the JSON object");
      }
      return parsed;
    } catch (JsonProcessingException e) {
      throw new UnparsableException("the record is no JSON: " + reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the message without Jackson's advice to programmers. */
  private static String reason(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage()).replaceFirst(": (?:enable|maybe) .*", "");
  }

  /** Decodes strictly: the parser accepts overlong forms, and takes zeros for UTF-16. */
  private static String decoded(Bytes record) {
    try {
      return UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(record.buffer(), record.from(), record.length()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new UnparsableException("the record is not in UTF-8");
    }
  }

  private static JsonRecord object(JsonParser json) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      fields.put(name, value(json, json.nextToken()));
    }
    return new JsonRecord(fields);
  }

  private static List<Object> array(JsonParser json) throws IOException {
    List<Object> values = new ArrayList<>();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      values.add(value(json, token));
    }
    return values;
  }

  private static Object value(JsonParser json, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(json.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> Null.NULL;
      default -> json.getText();
    };
  }

  /** A number as it is written, since not every one fits a {@code long} or a {@code double}. */
  private record JsonNumber(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  private enum Null {
    NULL;

    @Override
    public String toString() {
      return "null";
    }
  }

  /** Returns whether the field exists and is not {@code null}. */
  public boolean has(String field) {
    Object value = fields.get(field);
    return value != null && value != Null.NULL;
  }

  /** Returns a string. */
  public String text(String field) {
    String text = get(field, String.class, "a string");
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw new UnparsableException("field " + field + " holds half a surrogate pair");
    }
    return text;
  }

  /**
   * Returns a string for a key of the result, which is one line: not empty, and without control
   * characters.
   */
  public String key(String field) {
    String text = text(field);
    if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
      throw new UnparsableException(
          "field " + field + (text.isEmpty() ? " is empty" : " holds a control character"));
    }
    return text;
  }

  /** Returns {@code true} or {@code false}. */
  public boolean flag(String field) {
    return get(field, Boolean.class, "true or false");
  }

  /** Returns a whole number that fits a {@code long}; {@code 3.0} and {@code 3e0} are 3. */
  public long whole(String field) {
    Object value = present(field);
    if (!(value instanceof JsonNumber)) {
      throw wrong(field, value, "a number");
    }
    return exact(field, value, 0);
  }

  /**
   * Returns a decimal number, multiplied by a power of ten: {@code scaled("price", 2)} of {@code
   * 12.5} is 1250. The value is exact. A string that holds a number counts as that number, since
   * many programs write amounts so.
   *
   * @param digits number of decimal places, from 0 to 18; the number may not have more
   */
  public long scaled(String field, int digits) {
    if (digits < 0 || digits > 18) {
      throw new IllegalArgumentException("cannot scale by " + digits + " digits; use 0 to 18");
    }
    Object value = present(field);
    boolean isNumber =
        value instanceof JsonNumber
            || (value instanceof String text && NUMBER.matcher(text).matches());
    if (!isNumber) {
      throw wrong(field, value, "a number");
    }
    return exact(field, value, digits);
  }

  private static long exact(String field, Object value, int digits) {
    try {
      return exact(value.toString(), digits);
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(
          field,
          value,
          digits == 0
              ? "a whole number of 64 bits"
              : "a number of 64 bits with at most " + digits + " decimal places");
    }
  }

  private static long exact(String text, int digits) {
    if (text.length() > MOST_DIGITS) {
      throw new NumberFormatException();
    }
    BigDecimal number = new BigDecimal(text);
    if (number.signum() == 0) {
      return 0;
    }
    // A huge exponent must not be written out.
    if (Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw new ArithmeticException();
    }
    return number.movePointRight(digits).longValueExact();
  }

  /** Returns a nested object. */
  public JsonRecord record(String field) {
    return get(field, JsonRecord.class, "an object");
  }

  /** Returns an array of objects. */
  public List<JsonRecord> records(String field) {
    List<?> values = get(field, List.class, "an array");
    List<JsonRecord> records = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof JsonRecord)) {
        throw wrong(field, value, "an array of objects");
      }
      records.add((JsonRecord) value);
    }
    return records;
  }

  private <T> T get(String field, Class<T> type, String form) {
    Object value = present(field);
    if (!type.isInstance(value)) {
      throw wrong(field, value, form);
    }
    return type.cast(value);
  }

  private Object present(String field) {
    Object value = fields.get(field);
    if (value == null) {
      throw new UnparsableException("field " + field + " is missing");
    }
    return value;
  }

  private static UnparsableException wrong(String field, Object value, String form) {
    return new UnparsableException("field " + field + " is " + shown(value) + ", not " + form);
  }

  private static String shown(Object value) {
    if (value instanceof JsonRecord) {
      return "an object";
    }
    if (value instanceof List) {
      return "an array";
    }
    String text = value.toString();
    String cut = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    return value instanceof String ? "the string \"" + cut + "\"" : cut;
  }

  /** Returns the field names, in their order. */
  @Override
  public String toString() {
    return "object with fields " + fields.keySet();
  }
}
