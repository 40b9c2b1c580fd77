package dev.conveyor.streaming.spark.sql.write;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of a sink since its driver began, for the progress of queries. Safe for threads. */
public final class SinkMetrics {
  private final AtomicBoolean isBegun = new AtomicBoolean();
  private final AtomicLong epochs = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /** Returns true when it is called first: the queries of a table begin. */
  boolean begin() {
    return isBegun.compareAndSet(false, true);
  }

  /** Counts an epoch that is in the target. */
  void add(long written) {
    epochs.incrementAndGet();
    rows.addAndGet(written);
  }

  /**
   * Takes the number of epochs that the target has lost since the query began.
   *
   * @return whether that are more than before
   */
  boolean growLost(long all) {
    return lost.getAndAccumulate(all, Math::max) < all;
  }

  /** Returns the metrics by name. */
  public Map<String, String> all() {
    Map<String, String> metrics = new LinkedHashMap<>();
    metrics.put("conveyor_sink_epochs_total", epochs.toString());
    metrics.put("conveyor_sink_rows_total", rows.toString());
    metrics.put("conveyor_sink_lost_epochs_total", lost.toString());
    return metrics;
  }
}
