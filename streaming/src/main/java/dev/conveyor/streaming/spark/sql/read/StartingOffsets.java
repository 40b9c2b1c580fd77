package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.StartPoint;
import dev.conveyor.streaming.json.Json;
import dev.conveyor.streaming.spark.sql.DataSourceOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The points at which a new query begins to read.
 *
 * @param all that of addresses without one of their own; empty for what the address says
 * @param byOrigin those of single addresses
 */
record StartingOffsets(Optional<StartPoint> all, Map<Object, StartPoint> byOrigin) {
  private static final String OFFSETS = "startingOffsets";
  private static final String TIMESTAMP = "startingTimestamp";

  /**
   * Parses the options.
   *
   * @throws IllegalArgumentException if one is malformed, or an address cannot be read from there
   */
  static StartingOffsets of(DataSourceOptions options, SourceAddresses addresses) {
    Optional<String> offsets = options.text(OFFSETS);
    Optional<String> timestamp = options.text(TIMESTAMP);
    if (offsets.isPresent() && timestamp.isPresent()) {
      throw DataSourceOptions.refused(TIMESTAMP, timestamp.get(), "leave startingOffsets out");
    }
    StartingOffsets starts =
        offsets
            .map(text -> text.startsWith("{") ? byAddress(text) : ofAll(StartPoint.parse(text)))
            .or(() -> timestamp.map(text -> ofAll(StartPoint.time(millis(text)))))
            .orElse(new StartingOffsets(Optional.empty(), Map.of()));
    addresses.named().forEach(starts::check);
    return starts;
  }

  private static StartingOffsets ofAll(StartPoint point) {
    return new StartingOffsets(Optional.of(point), Map.of());
  }

  private static StartingOffsets byAddress(String json) {
    Map<Object, StartPoint> points = new HashMap<>();
    try {
      if (Json.read(json) instanceof Map<?, ?> object) {
        object.forEach(
            (address, point) -> {
              Address parsed = Address.parse(address.toString());
              points.put(SourceAddresses.origin(parsed), StartPoint.parse(point + ""));
            });
      }
    } catch (IOException e) {
      throw DataSourceOptions.refused(
          OFFSETS, json, "give earliest, latest, an ID, or JSON like {\"ADDRESS\":\"latest\"}");
    }
    return new StartingOffsets(Optional.empty(), points);
  }

  private static Instant millis(String text) {
    if (!text.matches("[0-9]{1,15}")) {
      throw DataSourceOptions.refused(
          TIMESTAMP, text, "give milliseconds since 1970 UTC, like 1700000000000");
    }
    return Instant.ofEpochMilli(Long.parseLong(text));
  }

  private void check(Address address) {
    of(address).ifPresent(point -> Replayable.at(address).checkStart(point));
  }

  /** Returns the point of an address; empty for what the address itself says. */
  Optional<StartPoint> of(Address address) {
    return Optional.ofNullable(byOrigin.get(SourceAddresses.origin(address))).or(() -> all);
  }
}
