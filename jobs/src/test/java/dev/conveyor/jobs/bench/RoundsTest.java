package dev.conveyor.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of a row, its verdict, and its line of the table. */
class RoundsTest {
  @TempDir Path folder;
  private final List<String> measured = new ArrayList<>();

  private Side side(String name, double seconds, String digest) {
    return new Side(
        name,
        "words",
        () -> {
          measured.add(name);
          return new Measurement(seconds, 2 * seconds, digest, Map.of());
        });
  }

  private Row row(Side... sides) {
    Goal goal = Goal.atLeast("times", 3, figures -> figures.seconds("b") / figures.seconds("a"));
    return new Row("some", "some work", 3, List.of(sides), List.of(goal));
  }

  private Report.Result measure(Row row, int rounds) throws Exception {
    ResultsFile.Origin origin = new ResultsFile.Origin("c0ffee", "a machine", "tiny", 1);
    ResultsFile results = ResultsFile.open(folder.resolve("results.jsonl"), origin);
    return new Rounds(row, rounds, results, new PrintWriter(new StringWriter())).measure();
  }

  @Test
  void sidesTakeTurns() throws Exception {
    Report.Result result = measure(row(side("a", 1, "x"), side("b", 4, "x")), 2);
    assertThat(measured).containsExactly("a", "b", "a", "b");
    assertThat(result.verdict()).isEqualTo("ok");
  }

  @Test
  void anExpensiveRowHasFewRounds() throws Exception {
    measure(row(side("a", 1, "x")), 5);
    assertThat(measured).containsExactly("a", "a", "a");
  }

  @Test
  void anotherRunMeasuresOnlyTheRest() throws Exception {
    Row row = row(side("a", 1, "x"), side("b", 2, "x"));
    measure(row, 1);
    measured.clear();
    Report.Result result = measure(row, 2);
    assertThat(measured).containsExactly("a", "b");
    assertThat(result.figures().of("a")).hasSize(2);
    assertThat(result.verdict()).isEqualTo("missed");
  }

  @Test
  void differentResultsFailTheRowHoweverFast() throws Exception {
    Report.Result result = measure(row(side("a", 1, "x"), side("b", 9, "y")), 1);
    assertThat(result.verdict()).isEqualTo("FAILED");
    assertThat(result.failure()).contains("results of words differ").contains("x=a", "y=b");
  }

  @Test
  void aSideWithoutAResultIsNotCompared() throws Exception {
    Report.Result result = measure(row(side("a", 1, "x"), side("b", 9, "")), 1);
    assertThat(result.verdict()).isEqualTo("ok");
  }

  @Test
  void differentResultsInTwoRoundsFailTheRow() throws Exception {
    int[] round = {0};
    Side changing =
        new Side("a", "words", () -> new Measurement(1, 1, Integer.toString(round[0]++), Map.of()));
    assertThat(measure(row(changing), 2).verdict()).isEqualTo("FAILED");
  }

  @Test
  void aSideThatFailsLeavesTheOthersTheirRounds() throws Exception {
    Side failing =
        new Side(
            "a",
            "words",
            () -> {
              measured.add("a");
              throw new IOException("exit code 3");
            });
    Report.Result result = measure(row(failing, side("b", 1, "x")), 2);
    assertThat(measured).containsExactly("a", "b", "b");
    assertThat(result.failed()).isTrue();
    assertThat(result.failure()).isEqualTo("a: exit code 3");
  }

  @Test
  void theTableShowsGoalReachedAndVerdict() throws Exception {
    Report.Result result = measure(row(side("a", 2, "x"), side("b", 8, "x")), 1);
    Report report = new Report(Map.of("CPU", "a CPU"), Size.FULL, List.of(result));
    assertThat(report.markdown())
        .contains("CPU: a CPU\n")
        .contains("| some work | times ≥ 3 | 4 | ok | a: 2 s, CPU 4 s; b: 8 s, CPU 16 s |\n");
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertThat(json.at("/rows/0/goals/0/reached").asDouble()).isEqualTo(4);
    assertThat(json.at("/rows/0/sides/b/seconds/median").asDouble()).isEqualTo(8);
    assertThat(json.at("/machine/CPU").asText()).isEqualTo("a CPU");
    assertThat(report.json()).doesNotContain("\n");
  }
}
