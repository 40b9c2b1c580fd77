package dev.conveyor.streaming.spark.sql.write;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of a sink since its driver began, for the progress of queries. Safe for threads. */
public final class SinkMetrics {
  private final AtomicLong epochs = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();

  /** Counts an epoch that is in the target. */
  void add(long written) {
    epochs.incrementAndGet();
    rows.addAndGet(written);
  }

  /** Returns the metrics by name. */
  public Map<String, String> all() {
    Map<String, String> metrics = new LinkedHashMap<>();
    metrics.put("conveyor_sink_epochs_total", epochs.toString());
    metrics.put("conveyor_sink_rows_total", rows.toString());
    return metrics;
  }
}
