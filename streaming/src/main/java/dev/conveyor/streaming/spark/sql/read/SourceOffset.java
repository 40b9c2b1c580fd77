package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.connector.read.streaming.Offset;

/**
 * The offset of a source in a query: of each address, its position and totals. Immutable. Spark
 * keeps its JSON in the query's checkpoint; it holds no secrets.
 */
final class SourceOffset extends Offset {
  private static final long VERSION = 1;

  private final SortedMap<String, AddressOffset> byAddress;

  SourceOffset(Map<String, AddressOffset> byAddress) {
    this.byAddress = Collections.unmodifiableSortedMap(new TreeMap<>(byAddress));
  }

  /** Returns the offsets by the text of their addresses; unmodifiable. */
  SortedMap<String, AddressOffset> byAddress() {
    return byAddress;
  }

  /** Returns the offset of an address that has one. */
  AddressOffset of(String address) {
    AddressOffset offset = byAddress.get(address);
    if (offset == null) {
      throw new IllegalStateException("the offset knows nothing of " + address);
    }
    return offset;
  }

  /** Returns the number of messages that the query has chosen. */
  long messages() {
    return byAddress.values().stream().mapToLong(AddressOffset::messages).sum();
  }

  /** Returns the same offset with more losses, by address. */
  SourceOffset plus(Map<String, Loss> losses) {
    Map<String, AddressOffset> all = new TreeMap<>(byAddress);
    losses.forEach((address, loss) -> all.put(address, of(address).plus(loss)));
    return new SourceOffset(all);
  }

  /**
   * Returns the losses that another offset has beyond this one, by address; none if it is at other
   * positions.
   */
  Map<String, Loss> lossesIn(SourceOffset other) {
    Map<String, Loss> losses = new TreeMap<>();
    boolean isSamePlace = byAddress.keySet().equals(other.byAddress.keySet());
    for (String address : isSamePlace ? byAddress.keySet() : Set.<String>of()) {
      AddressOffset here = of(address);
      AddressOffset there = other.of(address);
      if (!here.position().equals(there.position())) {
        return Map.of();
      }
      Loss loss = here.lossIn(there);
      if (!loss.isNone()) {
        losses.put(address, loss);
      }
    }
    return losses;
  }

  @Override
  public String json() {
    Map<String, Object> addresses = new LinkedHashMap<>();
    byAddress.forEach((address, offset) -> addresses.put(address, offset.fields()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("version", VERSION);
    fields.put("addresses", addresses);
    return Json.line(fields);
  }

  /**
   * Parses the JSON of an offset.
   *
   * @throws IllegalArgumentException if it is none, holds a field twice, or is of a later version
   */
  static SourceOffset parse(String json) {
    try {
      if (Json.read(json) instanceof Map<?, ?> fields
          && fields.get("addresses") instanceof Map<?, ?> addresses) {
        if (!Long.valueOf(VERSION).equals(fields.get("version"))) {
          throw unreadable(json, "it is of version " + fields.get("version") + ", not " + VERSION);
        }
        Map<String, AddressOffset> byAddress = new TreeMap<>();
        addresses.forEach(
            (address, offset) -> byAddress.put(address.toString(), AddressOffset.parse(offset)));
        return new SourceOffset(byAddress);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(unreadable(json, "it is no JSON").getMessage(), e);
    }
    throw unreadable(json, "it has no addresses");
  }

  private static IllegalArgumentException unreadable(String json, String reason) {
    return new IllegalArgumentException(
        "cannot read the offset " + json + " of the checkpoint: " + reason);
  }
}
