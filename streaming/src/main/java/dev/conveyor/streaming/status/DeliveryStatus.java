package dev.conveyor.streaming.status;

import dev.conveyor.streaming.stats.DeliveryStats;
import dev.conveyor.streaming.stats.Latency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The delivery stats of messages. {@link #fields} omits unknown values.
 *
 * @param gaps the number of missing messages; empty if a message had no envelope
 * @param repeats the number of repeated messages; empty if a message had no envelope
 * @param latency empty if no message had an envelope
 */
public record DeliveryStatus(OptionalLong gaps, OptionalLong repeats, Optional<Latency> latency)
    implements Status {
  /** Copies the stats as they are now. */
  public static DeliveryStatus of(DeliveryStats stats) {
    return new DeliveryStatus(stats.gaps(), stats.repeats(), stats.latency());
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    gaps.ifPresent(count -> fields.put("gaps", count));
    repeats.ifPresent(count -> fields.put("repeats", count));
    latency.ifPresent(millis -> fields.put("latencyMillis", percentiles(millis)));
    return fields;
  }

  private static Map<String, Object> percentiles(Latency millis) {
    Map<String, Object> percentiles = percentiles(millis.p50(), millis.p99());
    millis
        .afterWarmUp()
        .ifPresent(
            later -> {
              Map<String, Object> fields = percentiles(later.p50(), later.p99());
              fields.put("messages", later.messages());
              percentiles.put("afterWarmUp", fields);
            });
    return percentiles;
  }

  private static Map<String, Object> percentiles(long p50, long p99) {
    Map<String, Object> percentiles = new LinkedHashMap<>();
    percentiles.put("p50", p50);
    percentiles.put("p99", p99);
    return percentiles;
  }
}
