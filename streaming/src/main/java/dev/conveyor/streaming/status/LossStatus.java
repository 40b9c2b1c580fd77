package dev.conveyor.streaming.status;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The messages that a transport has lost, and those that a run has counted twice.
 *
 * @param messages the number of lost messages, as far as they could be counted
 * @param isComplete true if all lost messages could be counted
 * @param countedTwice empty if the number is unknown
 */
public record LossStatus(long messages, boolean isComplete, OptionalLong countedTwice)
    implements Status {
  private static final String UNKNOWN = "unknown";

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("lost", isComplete ? (Object) messages : UNKNOWN);
    fields.put(
        "countedTwice", countedTwice.isPresent() ? (Object) countedTwice.getAsLong() : UNKNOWN);
    return fields;
  }
}
