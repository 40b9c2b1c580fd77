package dev.conveyor.jobs.stage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts chocolates by type. A record is one JSON object in UTF-8 with at least the strings {@code
 * id}, {@code type} and {@code made}, an ISO-8601 instant that ends in {@code Z}. The key is the
 * type, unchanged. Other fields are skipped, up to 100 levels deep.
 */
public final class ChocolateTypes implements Mapping {
  private String id;
  private String type;
  private String made;

  /** Returns the type of a chocolate; empty for any other record. */
  public static Optional<String> typeOf(byte[] record) {
    if (record.length == 0 || record[0] != '{') {
      return Optional.empty();
    }
    ChocolateTypes chocolate = new ChocolateTypes();
    try {
      chocolate.parse(Bytes.of(record));
      return Optional.of(chocolate.type);
    } catch (UnparsableException e) {
      return Optional.empty();
    }
  }

  @Override
  public void map(Bytes record, Tally into) {
    parse(record);
    byte[] key = type.getBytes(StandardCharsets.UTF_8);
    into.add(key, 0, key.length, 1);
  }

  private void parse(Bytes record) {
    checkEncoding(record);
    id = null;
    type = null;
    made = null;
    try (JsonParser parser =
        StrictJson.FACTORY.createParser(record.buffer(), record.from(), record.length())) {
      readObject(parser);
    } catch (JsonProcessingException e) {
      throw new UnparsableException("malformed JSON or duplicate key");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from memory", e);
    }
    checkFields();
  }

  /** Rejects overlong forms, which the parser accepts, and zeros, which it takes for UTF-16. */
  private static void checkEncoding(Bytes record) {
    byte[] text = record.buffer();
    if (!Utf8.isWellFormed(text, record.from(), record.to())) {
      throw new UnparsableException("malformed UTF-8");
    }
    for (int at = record.from(); at < Math.min(record.to(), record.from() + 4); at++) {
      if (text[at] == 0) {
        throw new UnparsableException("JSON is not in UTF-8");
      }
    }
  }

  private void readObject(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new UnparsableException("not a JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      readField(name, parser);
    }
    if (parser.nextToken() != null) {
      throw new UnparsableException("more than one JSON object");
    }
  }

  private void readField(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "id" -> id = text(name, parser);
      case "type" -> type = text(name, parser);
      case "made" -> made = text(name, parser);
      default -> parser.skipChildren();
    }
  }

  private static String text(String name, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new UnparsableException("field " + name + " is not a string");
    }
    return parser.getText();
  }

  private void checkFields() {
    checkPresent("id", id);
    checkPresent("type", type);
    checkPresent("made", made);
    if (type.isEmpty()) {
      throw new UnparsableException("field type is empty");
    }
    if (type.chars().anyMatch(Character::isISOControl)) {
      throw new UnparsableException("field type holds a control character");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(type)) {
      throw new UnparsableException("field type holds half a surrogate pair");
    }
    checkInstant();
  }

  private static void checkPresent(String name, String value) {
    if (value == null) {
      throw new UnparsableException("field " + name + " is missing");
    }
  }

  private void checkInstant() {
    try {
      if (made.endsWith("Z")) {
        Instant.parse(made);
        return;
      }
    } catch (DateTimeException e) {
      // Rejected below, like every other text.
    }
    throw new UnparsableException("field made is not a UTC time like 2026-01-31T08:30:00Z");
  }
}
