package dev.conveyor.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.bench.ResultsFile.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finished measurements are found again, and those of other circumstances are not. */
class ResultsFileTest {
  private static final Origin HERE = new Origin("c0ffee", "a machine", "tiny", 42);
  private static final Measurement MEASURED =
      new Measurement(1.5, 2.25, "3 lines, ab", Map.of("rate", 12.5));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void add() throws IOException {
    file = folder.resolve("results.jsonl");
    ResultsFile.open(file, HERE).add("a row", "ours", 2, MEASURED);
  }

  @Test
  void findsWhatAnEarlierRunHasMeasured() throws IOException {
    ResultsFile again = ResultsFile.open(file, HERE);
    assertThat(again.find("a row", "ours", 2)).contains(MEASURED);
    assertThat(again.find("a row", "ours", 1)).isEmpty();
    assertThat(again.find("a row", "theirs", 2)).isEmpty();
    assertThat(again.find("another row", "ours", 2)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "beef, a machine, tiny, 42", "c0ffee, another, tiny, 42",
    "c0ffee, a machine, full, 42", "c0ffee, a machine, tiny, 43"
  })
  void doesNotMixCircumstances(String commit, String machine, String size, long seed)
      throws IOException {
    Origin other = new Origin(commit, machine, size, seed);
    assertThat(ResultsFile.open(file, other).find("a row", "ours", 2)).isEmpty();
    assertThat(ResultsFile.open(file, HERE).find("a row", "ours", 2)).contains(MEASURED);
  }

  @Test
  void removesALineThatWasCutOff() throws IOException {
    Files.writeString(file, "{\"commit\":\"c0f", StandardOpenOption.APPEND);
    ResultsFile again = ResultsFile.open(file, HERE);
    again.add("a row", "theirs", 1, MEASURED);
    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(ResultsFile.open(file, HERE).find("a row", "theirs", 1)).contains(MEASURED);
    assertThat(ResultsFile.open(file, HERE).find("a row", "ours", 2)).contains(MEASURED);
  }
}
