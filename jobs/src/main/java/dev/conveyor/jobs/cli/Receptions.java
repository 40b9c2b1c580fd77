package dev.conveyor.jobs.cli;

import dev.conveyor.streaming.stats.DeliveryStats;
import dev.conveyor.streaming.stats.Latency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import dev.conveyor.jobs.console.Formats;

/** How messages have arrived, as people and programs read it. */
final class Receptions {
  private Receptions() {}

  /** For a summary: what is missing, what came twice, how long it took; or that nobody knows. */
  static String text(DeliveryStats reception) {
    if (reception.gaps().isEmpty()) {
      return "gaps unknown (not every message bore an &envelope)";
    }
    String numbers =
        Formats.count(reception.gaps().getAsLong(), "gaps")
            + ", "
            + Formats.count(reception.repeats().orElseThrow(), "repeats");
    Optional<Latency> latency = reception.latency();
    return latency.isEmpty()
        ? numbers
        : numbers + ", latency " + latency.get().p50() + " ms, p99 " + latency.get().p99() + " ms";
  }

  /** Adds what is known to a summary in JSON. */
  static void addTo(Map<String, Object> summary, DeliveryStats reception) {
    reception.gaps().ifPresent(gaps -> summary.put("gaps", gaps));
    reception.repeats().ifPresent(repeats -> summary.put("repeats", repeats));
    reception
        .latency()
        .ifPresent(
            latency -> {
              Map<String, Object> millis = new LinkedHashMap<>();
              millis.put("p50", latency.p50());
              millis.put("p99", latency.p99());
              summary.put("latencyMillis", millis);
            });
  }
}
