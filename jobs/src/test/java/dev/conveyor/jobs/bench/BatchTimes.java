package dev.conveyor.jobs.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The times at which a stream has committed its batches. Where a batch begins when the one before
 * is done, the time from one to the next is the duration of a batch.
 *
 * @param committed in the order of the batches
 */
record BatchTimes(List<Instant> committed) {
  /** The number of batches that held a message. */
  static final String BATCHES = "batches";

  /** Known if there are two. */
  static final String SHORTEST = "shortest batch ms";

  /** The median, without the batches of the first ten seconds, as for latency. */
  static final String USUAL = "batch ms after warm-up";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  /** Reads the marks of a job's batches. */
  static BatchTimes of(Path job) throws IOException {
    TreeMap<Long, Instant> byBatch = new TreeMap<>();
    try (DirectoryStream<Path> batches = Files.newDirectoryStream(job, "batch=*")) {
      for (Path batch : batches) {
        var mark = JSON.readTree(batch.resolve("_SUCCESS").toFile());
        byBatch.put(mark.get("batch").asLong(), Instant.parse(mark.get("time").asText()));
      }
    }
    return new BatchTimes(List.copyOf(byBatch.values()));
  }

  /** Returns the figures that are known. */
  Map<String, Double> figures() {
    List<Double> all = new ArrayList<>();
    List<Double> later = new ArrayList<>();
    for (int i = 1; i < committed.size(); i++) {
      double millis = Duration.between(committed.get(i - 1), committed.get(i)).toMillis();
      all.add(millis);
      if (committed.get(i - 1).isAfter(committed.get(0).plus(WARM_UP))) {
        later.add(millis);
      }
    }
    Map<String, Double> figures = new HashMap<>();
    figures.put(BATCHES, (double) committed.size());
    if (!all.isEmpty()) {
      figures.put(SHORTEST, Statistics.of(all).min());
    }
    if (!later.isEmpty()) {
      figures.put(USUAL, Statistics.of(later).median());
    }
    return figures;
  }
}
