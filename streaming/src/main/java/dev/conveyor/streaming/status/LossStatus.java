package dev.conveyor.streaming.status;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Messages that a transport has lost, and messages that a run has counted twice.
 *
 * @param messages lost messages that could be counted
 * @param isComplete whether all lost messages could be counted
 * @param countedTwice empty if their number is unknown
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
