package dev.conveyor.jobs.batch;

import dev.conveyor.jobs.pipeline.BatchCounts;
import dev.conveyor.streaming.status.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The counts of a finished batch, and its duration. */
public record BatchResult(BatchCounts counts, Duration elapsed) implements Status {
  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("records", counts.records());
    fields.put("pairs", counts.pairs());
    fields.put("keys", counts.keys());
    fields.put("malformed", counts.malformed());
    fields.put("dead", counts.dead());
    fields.putAll(counts.lost().status().fields());
    fields.put("seconds", elapsed.toMillis() / 1e3);
    return fields;
  }
}
