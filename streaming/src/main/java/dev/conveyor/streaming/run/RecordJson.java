package dev.conveyor.streaming.run;

import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the record's lines of JSON hold, or nothing: a torn or foreign line has no fields. */
final class RecordJson {
  private RecordJson() {}

  /**
   * @throws IllegalArgumentException if that is no object
   */
  static Map<?, ?> parse(String line) {
    try {
      if (Json.read(line) instanceof Map<?, ?> object) {
        return object;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON: " + line, e);
    }
    throw new IllegalArgumentException("no object: " + line);
  }

  static String text(Map<?, ?> object, String name) {
    return field(object, name, String.class);
  }

  static long number(Map<?, ?> object, String name) {
    return field(object, name, Long.class);
  }

  static List<?> list(Map<?, ?> object, String name) {
    return field(object, name, List.class);
  }

  private static <T> T field(Map<?, ?> object, String name, Class<T> type) {
    Object value = object.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("no " + name + " in " + object);
    }
    return type.cast(value);
  }
}
