package dev.conveyor.jobs.batch;

import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.streaming.status.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The counts of a finished batch, and its duration. */
public record BatchResult(BatchCounts figures, Duration elapsed) implements Status {
  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("records", figures.records());
    fields.put("pairs", figures.pairs());
    fields.put("keys", figures.keys());
    fields.put("malformed", figures.malformed());
    fields.put("dead", figures.dead());
    fields.putAll(figures.lost().status().fields());
    fields.put("seconds", elapsed.toMillis() / 1e3);
    return fields;
  }
}
