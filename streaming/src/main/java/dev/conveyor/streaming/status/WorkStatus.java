package dev.conveyor.streaming.status;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The number of messages that a feeder, a worker pool or a relay has handled.
 *
 * @param dead the number of dead letters; empty where none can occur, as for a feeder
 * @param disconnections empty where they are not counted
 * @param delivery empty for a feeder, which receives no messages
 */
public record WorkStatus(
    long messages,
    OptionalLong dead,
    OptionalLong disconnections,
    Optional<DeliveryStatus> delivery)
    implements Status {
  /** Returns the status of a feeder. */
  public static WorkStatus sent(long messages) {
    return new WorkStatus(messages, OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("messages", messages);
    dead.ifPresent(count -> fields.put("dead", count));
    disconnections.ifPresent(count -> fields.put("disconnections", count));
    delivery.ifPresent(stats -> fields.putAll(stats.fields()));
    return fields;
  }
}
