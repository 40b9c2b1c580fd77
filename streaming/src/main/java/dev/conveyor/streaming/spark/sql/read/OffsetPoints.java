package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.StartPoint;
import dev.conveyor.streaming.json.Json;
import dev.conveyor.streaming.spark.sql.DataSourceOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The points at which a query begins to read, or a batch ends.
 *
 * @param all that of addresses without one of their own; empty for what the address says
 * @param byOrigin those of single addresses
 */
record OffsetPoints(Optional<StartPoint> all, Map<Object, StartPoint> byOrigin) {

  /**
   * Parses the options of the start.
   *
   * @throws IllegalArgumentException if one is malformed, or names an address that is not read
   */
  static OffsetPoints starting(DataSourceOptions options, SourceAddresses addresses) {
    return of(options, "starting", addresses);
  }

  /**
   * Parses the options of the end.
   *
   * @throws IllegalArgumentException if one is malformed, or names an address that is not read
   */
  static OffsetPoints ending(DataSourceOptions options, SourceAddresses addresses) {
    return of(options, "ending", addresses);
  }

  private static OffsetPoints of(
      DataSourceOptions options, String side, SourceAddresses addresses) {
    String offsets = side + "Offsets";
    String timestamp = side + "Timestamp";
    Optional<String> points = options.text(offsets);
    Optional<String> time = options.text(timestamp);
    if (points.isPresent() && time.isPresent()) {
      throw DataSourceOptions.refused(timestamp, time.get(), "leave " + offsets + " out");
    }
    return points
        .map(
            text ->
                text.startsWith("{")
                    ? byAddress(offsets, text, addresses)
                    : ofAll(point(offsets, text)))
        .or(() -> time.map(text -> ofAll(StartPoint.time(millis(timestamp, text)))))
        .orElse(new OffsetPoints(Optional.empty(), Map.of()));
  }

  private static OffsetPoints ofAll(StartPoint point) {
    return new OffsetPoints(Optional.of(point), Map.of());
  }

  private static OffsetPoints byAddress(String option, String json, SourceAddresses addresses) {
    Map<Object, StartPoint> points = new HashMap<>();
    try {
      if (Json.read(json) instanceof Map<?, ?> object) {
        object.forEach(
            (address, point) -> {
              Address parsed = Address.parse(address.toString());
              if (!addresses.mayRead(parsed)) {
                throw DataSourceOptions.refused(
                    option, json, "name only addresses that are read: " + addresses);
              }
              points.put(SourceAddresses.origin(parsed), point(option, point + ""));
            });
      }
    } catch (IOException e) {
      throw refused(option, json);
    }
    return new OffsetPoints(Optional.empty(), points);
  }

  private static StartPoint point(String option, String text) {
    if (text.indexOf('@') >= 0) {
      throw refused(option, text); // An address, perhaps with a password.
    }
    return StartPoint.parse(text);
  }

  private static IllegalArgumentException refused(String option, String text) {
    return DataSourceOptions.refused(
        option, text, "give earliest, latest, an ID, or JSON like {\"ADDRESS\":\"latest\"}");
  }

  private static Instant millis(String option, String text) {
    if (!text.matches("[0-9]{1,15}")) {
      throw DataSourceOptions.refused(
          option, text, "give milliseconds since 1970 UTC, like 1700000000000");
    }
    return Instant.ofEpochMilli(Long.parseLong(text));
  }

  /** Returns whether the user has said nothing. */
  boolean isDefault() {
    return all.isEmpty() && byOrigin.isEmpty();
  }

  /**
   * Returns the point of an address that a query finds once it has begun: what is there was written
   * since.
   */
  StartPoint later(Address address) {
    return byOrigin.getOrDefault(SourceAddresses.origin(address), StartPoint.earliest());
  }

  /** Returns the point of an address; empty for what the address itself says. */
  Optional<StartPoint> of(Address address) {
    return Optional.ofNullable(byOrigin.get(SourceAddresses.origin(address))).or(() -> all);
  }
}
