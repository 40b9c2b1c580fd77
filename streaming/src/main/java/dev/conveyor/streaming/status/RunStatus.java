package dev.conveyor.streaming.status;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The status of a streaming run since its driver started.
 *
 * @param messages the number of messages read, including dead letters, without end markers
 * @param batches the number of batches with messages
 * @param elapsed the time from the start of the first such batch to the end of the last
 * @param dead the number of dead letters
 * @param malformed the number of sequences that were not UTF-8, in the job with the most
 * @param amounts the sum of amounts by job
 */
public record RunStatus(
    long messages,
    long batches,
    Duration elapsed,
    long dead,
    LossStatus loss,
    long malformed,
    Map<String, Long> amounts,
    DeliveryStatus delivery)
    implements Status {
  public RunStatus {
    amounts = new TreeMap<>(amounts);
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("messages", messages);
    fields.put("batches", batches);
    fields.put("seconds", elapsed.toMillis() / 1e3);
    fields.put("dead", dead);
    fields.putAll(loss.fields());
    fields.put("malformed", malformed);
    fields.put("amounts", amounts);
    fields.putAll(delivery.fields());
    return fields;
  }
}
