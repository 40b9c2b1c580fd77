package dev.conveyor.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The goals of the rows about Structured Streaming, and which results are compared. */
class StructuredRowsTest {
  private static final String FULL = "conveyor";
  private static final String FEWER = "conveyor, as many as spark-redis";
  private static final String PEER = "spark-redis";

  private static Row row(String name) {
    Workspace workspace = new Workspace(Path.of("home"), Path.of("work"), Size.FULL, 42, null);
    List<Row> rows = new StructuredRows(workspace, new StreamSides(workspace)).rows();
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }

  private static void add(Figures figures, String side, String digest, double rate) {
    figures.add(side, new Measurement(1, 1, digest, Map.of(StreamSides.RATE, rate)));
  }

  @ParameterizedTest
  @CsvSource({
    "structured-list, 20, ok",
    "structured-list, 19, missed",
    "structured-stream, 3, ok",
    "structured-stream, 2.9, missed"
  })
  void theGoalIsAMultipleOfTheRateOfSparkRedis(String name, double times, String verdict) {
    Figures figures = new Figures();
    add(figures, FULL, "all", 1_000 * times);
    add(figures, FEWER, "some", 1_000);
    add(figures, PEER, "some", 1_000);
    Row row = row(name);
    assertThat(row.differences(figures)).isEmpty();
    assertThat(row.goals().get(0).value(figures)).isEqualTo(times);
    assertThat(new Report.Result(row, figures, "").verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"structured-list", "structured-stream"})
  void totalsOfTheSameMessagesAreTheSame(String name) {
    Figures figures = new Figures();
    add(figures, FULL, "all", 1);
    add(figures, FEWER, "some", 1);
    add(figures, PEER, "others", 1);
    assertThat(row(name).differences(figures))
        .singleElement()
        .asString()
        .contains("some=" + FEWER, "others=" + PEER)
        .doesNotContain("all=");
  }

  @Test
  void latencyAndBatchesOfBothEnginesAreShown() {
    Figures figures = new Figures();
    add(figures, "structured, 100ms", 150, 300, 90, 100);
    add(figures, "dstream, 100ms", 50, 100, 95, 100);
    add(figures, "structured, 10ms", 1, 1, 60, 80);
    add(figures, "dstream, 10ms", 1, 1, 20, 40);
    Row row = row("structured-latency");
    assertThat(row.goals().stream().map(goal -> goal.value(figures)))
        .containsExactly(150., 50., 3., 300., 100., 3., 60., 20., 3., 80., 40., 2.);
    assertThat(row.goals()).noneMatch(Goal::hasLimit);
  }

  private static void add(
      Figures figures, String side, double p50, double p99, double shortest, double usual) {
    Map<String, Double> own =
        Map.of(
            "p50 ms after warm-up",
            p50,
            "p99 ms after warm-up",
            p99,
            BatchTimes.SHORTEST,
            shortest,
            BatchTimes.USUAL,
            usual);
    figures.add(side, new Measurement(1, 1, "", own));
  }
}
