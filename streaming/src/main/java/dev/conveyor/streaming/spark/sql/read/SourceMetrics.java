package dev.conveyor.streaming.spark.sql.read;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.conveyor.streaming.run.LossCount;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * The metrics of a source in a query. They are in the progress of the query, and as gauges in
 * Spark's metric registry, from which its sinks take them, such as JMX and Prometheus. A number
 * that is unknown is left out of the progress, and is NaN in the registry. Safe for threads.
 */
final class SourceMetrics implements Source {
  private final String name;
  private final MetricRegistry registry = new MetricRegistry();
  private volatile Seen seen = new Seen(Optional.empty(), Optional.empty(), 0, LossCount.NONE, 0);

  /**
   * The numbers at one moment.
   *
   * @param lagMessages the number of messages that are not in a batch yet
   * @param oldest the time at which the first of them was sent
   * @param claimed the number of messages that were chosen and not released
   * @param lost the messages that were lost since the query began
   * @param deadLetters the number of dead letters since this driver began
   */
  record Seen(
      Optional<Long> lagMessages,
      Optional<Instant> oldest,
      long claimed,
      LossCount lost,
      long deadLetters) {}

  /**
   * @param run the name of the query's run
   */
  SourceMetrics(String run) {
    this.name = "conveyor." + run;
    gauge("conveyor_source_lag_messages", () -> seen.lagMessages().map(Long::doubleValue));
    gauge("conveyor_source_lag_seconds", () -> lagSeconds(seen));
    gauge("conveyor_source_claimed_messages", () -> Optional.of((double) seen.claimed()));
    gauge("conveyor_lost_messages_total", () -> lost(seen));
    gauge("conveyor_dead_letters_total", () -> Optional.of((double) seen.deadLetters()));
  }

  private void gauge(String metric, Supplier<Optional<Double>> value) {
    Gauge<Double> gauge = () -> value.get().orElse(Double.NaN);
    registry.register(metric, gauge);
  }

  /** Adds the gauges to Spark's registry. */
  void register() {
    SparkEnv.get().metricsSystem().registerSource(this);
  }

  /** Removes the gauges from Spark's registry. */
  void remove() {
    if (SparkEnv.get() != null) {
      SparkEnv.get().metricsSystem().removeSource(this);
    }
  }

  void set(Seen now) {
    seen = now;
  }

  /** Sets the number of dead letters, which is known once a batch was read. */
  void setDeadLetters(long deadLetters) {
    Seen now = seen;
    seen = new Seen(now.lagMessages(), now.oldest(), now.claimed(), now.lost(), deadLetters);
  }

  /** Returns the metrics for the progress of the query. */
  Map<String, String> progress() {
    Seen now = seen;
    Map<String, String> metrics = new LinkedHashMap<>();
    now.lagMessages().ifPresent(lag -> metrics.put("conveyor_source_lag_messages", "" + lag));
    lagSeconds(now).ifPresent(lag -> metrics.put("conveyor_source_lag_seconds", "" + lag));
    metrics.put("conveyor_source_claimed_messages", "" + now.claimed());
    metrics.put(
        "conveyor_lost_messages_total",
        now.lost().isComplete() ? "" + now.lost().messages() : "unknown");
    metrics.put("conveyor_dead_letters_total", "" + now.deadLetters());
    return metrics;
  }

  /** Returns the age of the oldest waiting message; 0 if none waits, empty if it is unknown. */
  private static Optional<Double> lagSeconds(Seen now) {
    if (now.lagMessages().filter(lag -> lag == 0).isPresent()) {
      return Optional.of(0.0);
    }
    return now.oldest()
        .map(oldest -> Math.max(0, Duration.between(oldest, Instant.now()).toMillis()) / 1_000.0);
  }

  private static Optional<Double> lost(Seen now) {
    return now.lost().isComplete() ? Optional.of((double) now.lost().messages()) : Optional.empty();
  }

  @Override
  public String sourceName() {
    return name;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }
}
