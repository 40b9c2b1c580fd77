package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Position;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes the lines of JSON that a run keeps; a torn or foreign line has no fields. */
final class CheckpointJson {
  private CheckpointJson() {}

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

  static Map<?, ?> object(Map<?, ?> object, String name) {
    return field(object, name, Map.class);
  }

  static List<String> texts(Map<?, ?> object, String name) {
    return list(object, name).stream().map(Object::toString).toList();
  }

  /** Returns a point in time; empty if the field is missing, or none. */
  static Optional<Instant> time(Map<?, ?> object, String name) {
    try {
      return object.get(name) instanceof String text
          ? Optional.of(Instant.parse(text))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The fields of ranges, with the address of each. */
  static List<Map<String, Object>> ranges(RunBatch batch, List<Address> addresses) {
    List<Map<String, Object>> ranges = new ArrayList<>();
    for (int address = 0; address < addresses.size(); address++) {
      Range range = batch.ranges().get(address);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("address", addresses.get(address).toString());
      fields.put("from", range.from().text());
      fields.put("to", range.to().text());
      fields.put("messages", range.messages());
      if (!range.loss().isNone()) {
        fields.put("lost", range.loss().messages());
        fields.put("because", range.loss().reason());
        if (range.loss().countedTwice() != 0) {
          fields.put("countedTwice", range.loss().countedTwice());
        }
      }
      ranges.add(fields);
    }
    return ranges;
  }

  /**
   * A batch as it was written.
   *
   * @throws IllegalArgumentException if those are no fields of one
   */
  static RunBatch batch(long id, Map<?, ?> fields) {
    List<Range> ranges = list(fields, "ranges").stream().map(CheckpointJson::range).toList();
    return new RunBatch(
        id,
        ranges,
        Boolean.TRUE.equals(fields.get("live"))
            ? RunBatch.Contents.LIVE
            : RunBatch.Contents.REPEATABLE);
  }

  private static Range range(Object written) {
    if (!(written instanceof Map<?, ?> range)) {
      throw new IllegalArgumentException("no range: " + written);
    }
    return new Range(
        new Position(text(range, "from")),
        new Position(text(range, "to")),
        number(range, "messages"),
        range.containsKey("lost") ? loss(range) : Loss.NONE);
  }

  private static Loss loss(Map<?, ?> range) {
    return new Loss(
        number(range, "lost"),
        range.containsKey("countedTwice") ? number(range, "countedTwice") : 0,
        text(range, "because"));
  }

  private static <T> T field(Map<?, ?> object, String name, Class<T> type) {
    Object value = object.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("no " + name + " in " + object);
    }
    return type.cast(value);
  }
}
