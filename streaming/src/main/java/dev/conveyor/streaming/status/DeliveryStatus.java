package dev.conveyor.streaming.status;

import dev.conveyor.streaming.stats.DeliveryStats;
import dev.conveyor.streaming.stats.Latency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The delivery of messages. Fields that are unknown are left out.
 *
 * @param gaps missing messages; empty if some message had no envelope
 * @param repeats messages that came again; empty likewise
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
    latency.ifPresent(
        millis -> {
          Map<String, Object> percentiles = new LinkedHashMap<>();
          percentiles.put("p50", millis.p50());
          percentiles.put("p99", millis.p99());
          fields.put("latencyMillis", percentiles);
        });
    return fields;
  }
}
