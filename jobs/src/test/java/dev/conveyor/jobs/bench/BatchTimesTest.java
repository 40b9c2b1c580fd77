package dev.conveyor.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durations of batches, by the times at which they were committed. */
class BatchTimesTest {
  @TempDir Path job;

  private static BatchTimes at(long... millis) {
    return new BatchTimes(LongStream.of(millis).mapToObj(Instant::ofEpochMilli).toList());
  }

  private void mark(long batch, String time) throws IOException {
    Path folder = Files.createDirectory(job.resolve("batch=" + batch));
    String mark = "{\"version\":1,\"batch\":" + batch + ",\"time\":\"" + time + "\"}\n";
    Files.writeString(folder.resolve("_SUCCESS"), mark);
  }

  @Test
  void readsTheMarksInTheOrderOfTheBatches() throws IOException {
    mark(9, "2026-01-01T10:00:00Z");
    mark(10, "2026-01-01T10:00:00.250Z");
    mark(11, "2026-01-01T10:00:01Z");
    Files.createDirectory(job.resolve("_dead"));
    assertThat(BatchTimes.of(job).committed())
        .isEqualTo(
            List.of(
                Instant.parse("2026-01-01T10:00:00Z"),
                Instant.parse("2026-01-01T10:00:00.250Z"),
                Instant.parse("2026-01-01T10:00:01Z")));
    assertThat(BatchTimes.of(job).figures())
        .containsOnly(entry(BatchTimes.BATCHES, 3.0), entry(BatchTimes.SHORTEST, 250.0));
  }

  @Test
  void theMedianIsThatOfBatchesAfterTheWarmUp() {
    assertThat(at(0, 5_000, 5_010, 10_001, 10_041, 10_121, 10_241).figures())
        .containsEntry(BatchTimes.SHORTEST, 10.0)
        .containsEntry(BatchTimes.USUAL, 80.0);
  }

  @Test
  void oneBatchHasNoDuration() {
    assertThat(at(7).figures()).containsOnly(entry(BatchTimes.BATCHES, 1.0));
    assertThat(at().figures()).containsOnly(entry(BatchTimes.BATCHES, 0.0));
  }
}
