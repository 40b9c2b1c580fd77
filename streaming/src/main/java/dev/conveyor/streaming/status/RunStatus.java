package dev.conveyor.streaming.status;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The status of a streaming run since its driver started.
 *
 * @param messages that were read, with dead letters and without end markers
 * @param batches that held a message
 * @param elapsed from the start of the first such batch to the end of the last
 * @param malformed sequences that were not UTF-8, in the job that met most
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
