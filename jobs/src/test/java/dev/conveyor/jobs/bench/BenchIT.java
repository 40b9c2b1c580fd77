package dev.conveyor.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/bench} on tiny inputs: figures are of no interest, results and ends are. */
@Timeout(300)
class BenchIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String ROW = "small-heap";

  @TempDir Path folder;

  private Launched bench(Map<String, String> environment, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dconveyor.home=" + Launched.HOME);
    command.add("-Dlog4j2.configurationFile=" + Launched.HOME.resolve("scripts/log4j2.properties"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    command.addAll(List.of("--size", "tiny", "--rounds", "1"));
    command.addAll(List.of(words));
    if (!command.contains("--work")) {
      command.addAll(List.of("--work", work().toString()));
    }
    return Launched.command(environment, command.toArray(new String[0]));
  }

  private Path work() {
    return folder.resolve("work");
  }

  @Test
  void measuresOnceComparesAndReports() throws Exception {
    JsonNode first;
    try (Launched bench = bench(Map.of(), "--only", ROW, "--json")) {
      assertThat(bench.exitCode(LIMIT)).as("%s", bench).isZero();
      assertThat(bench.out()).contains("| work | goal |", "CPU: ", "Spark: 3.", "Conveyor: ");
      assertThat(bench.err().lines()).hasSize(4);
      first = new ObjectMapper().readTree(bench.lastLine()).at("/rows/0");
    }
    assertThat(first.at("/row").asText()).isEqualTo(ROW);
    assertThat(first.at("/verdict").asText()).isEqualTo("measured");
    assertThat(first.at("/goals/0/reached").asInt()).isEqualTo(3);
    assertThat(first.at("/sides/hadoop, 512 MB/cpu/median").asDouble()).isPositive();
    List<String> kept = Files.readAllLines(work().resolve("results.jsonl"));
    assertThat(kept).hasSize(4);
    assertThat(kept.stream().map(BenchIT::digest).distinct()).hasSize(1);

    try (Launched bench = bench(Map.of(), "--only", ROW, "--json")) {
      assertThat(bench.exitCode(LIMIT)).as("%s", bench).isZero();
      assertThat(bench.err()).isEmpty();
      assertThat(new ObjectMapper().readTree(bench.lastLine()).at("/rows/0")).isEqualTo(first);
    }
    assertThat(work().resolve("results.jsonl")).hasSameTextualContentAs(lines(kept));
    assertThat(work().resolve("bench.md")).content().contains("| work | goal |");
    assertThat(work().resolve("tmp")).doesNotExist();
  }

  private Path lines(List<String> lines) throws IOException {
    return Files.write(folder.resolve("kept.jsonl"), lines);
  }

  private static String digest(String line) {
    try {
      return new ObjectMapper().readTree(line).get("digest").asText();
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void failsIfResultsDiffer() throws Exception {
    String path = with("mawk", "echo 'wrong\t1'");
    try (Launched bench = bench(Map.of("PATH", path), "--only", "mawk-100mb")) {
      assertThat(bench.exitCode(LIMIT)).as("%s", bench).isEqualTo(1);
      assertThat(bench.out()).contains("| FAILED | results of words differ");
    }
  }

  @Test
  void failsIfASideFails() throws Exception {
    String path = with("mawk", "echo 'no such thing' >&2; exit 3");
    try (Launched bench = bench(Map.of("PATH", path), "--only", "mawk-100mb")) {
      assertThat(bench.exitCode(LIMIT)).as("%s", bench).isEqualTo(1);
      assertThat(bench.out()).contains("it ended with 3: no such thing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void endsItsProcessesWithIt(String signal) throws Exception {
    String path = with("mawk", "sleep 1000 & echo $! >'" + folder + "/waiting'; wait");
    try (Launched bench = bench(Map.of("PATH", path), "--only", "mawk-100mb")) {
      await().atMost(LIMIT).until(() -> !bench.isAlive() || isWritten(folder.resolve("waiting")));
      List<ProcessHandle> children = bench.descendants();
      String waiting = Files.readString(folder.resolve("waiting")).strip();
      assertThat(children.stream().map(ProcessHandle::pid)).contains(Long.valueOf(waiting));
      // Alone, as a supervisor does; a terminal would reach its children too.
      Launched.signal(signal, Long.toString(bench.pid()));
      assertThat(bench.exitCode(LIMIT)).isEqualTo(signal.equals("TERM") ? 143 : 130);
      assertThat(children).noneMatch(ProcessHandle::isAlive);
      assertThat(work().resolve("tmp")).doesNotExist();
    }
  }

  private static boolean isWritten(Path file) throws IOException {
    return Files.exists(file) && Files.size(file) > 0;
  }

  /** Returns a PATH that begins with a program of this name. */
  private String with(String name, String script) throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(program, "#!/usr/bin/env bash\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program.getParent() + ":" + System.getenv("PATH");
  }

  @Test
  void listsRowsAndRefusesUnknownOnes() throws Exception {
    try (Launched bench = bench(Map.of(), "--list")) {
      assertThat(bench.exitCode(LIMIT)).isZero();
      assertThat(bench.out()).contains(ROW + "\t", "≥ 20");
    }
    try (Launched bench = bench(Map.of(), "--only", "none")) {
      assertThat(bench.exitCode(LIMIT)).isEqualTo(2);
      assertThat(bench.err()).contains("cannot measure row none", ROW);
    }
    try (Launched bench = bench(Map.of(), "--list", "--work", "/proc/none")) {
      assertThat(bench.exitCode(LIMIT)).isEqualTo(2);
      assertThat(bench.err()).startsWith("cannot use the work folder /proc/none (");
    }
  }
}
