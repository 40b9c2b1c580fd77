package dev.conveyor.jobs.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Launched;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rows of {@code scripts/bench} about Structured Streaming on tiny inputs. Our program of
 * {@code jobs/bench} is compiled here. In place of spark-redis, which this build does not have, a
 * program prints totals that the test has counted.
 */
@Timeout(300)
class StructuredBenchIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final int MESSAGES = 1_000;
  private static final int BYTES = 42;

  @TempDir Path folder;
  private Path home;

  /** Makes a checkout whose {@code jobs/bench} has our program only. */
  @BeforeEach
  void link() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    Path target = Files.createDirectories(home.resolve("jobs/bench/target/classes"));
    Files.createSymbolicLink(home.resolve("scripts"), Launched.HOME.resolve("scripts"));
    Files.createSymbolicLink(home.resolve("jobs/target"), Launched.HOME.resolve("jobs/target"));
    Files.writeString(target.resolveSibling("bench.classpath"), target.toString());
    Path sources = Launched.HOME.resolve("jobs/bench/src/main/java/dev/conveyor/bench");
    compile(
        target,
        sources.resolve("ConveyorStructured.java"),
        sources.resolve("QueryWords.java"),
        sources.resolve("WordTotals.java"));
  }

  private static void compile(Path target, Path... sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
      List<String> options =
          List.of("-d", target.toString(), "-cp", System.getProperty("java.class.path"));
      var task =
          compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(sources));
      assertThat(task.call()).as("%s", said).isTrue();
    }
  }

  /** A program of this name that prints a result. */
  private void peer(String name, String digest) throws IOException {
    Path source = folder.resolve(name + ".java");
    String program =
        """
        package dev.conveyor.bench;

        class NAME {
          public static void main(String[] words) {
            System.out.println(words[3] + " 2.000 3.000 DIGEST");
          }
        }
        """;
    Files.writeString(source, program.replace("NAME", name).replace("DIGEST", digest));
    compile(home.resolve("jobs/bench/target/classes"), source);
  }

  /** Returns the digest of the totals of all messages. */
  private static String totals() throws Exception {
    TreeMap<String, Integer> totals = new TreeMap<>();
    Texts texts = new Texts(BYTES);
    for (int i = 0; i < MESSAGES; i++) {
      for (String word : texts.message().split(" ", -1)) {
        totals.merge(word, 1, Integer::sum);
      }
    }
    StringBuilder lines = new StringBuilder();
    totals.forEach((word, count) -> lines.append(word + "\t" + count + "\n"));
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(lines.toString().getBytes(UTF_8));
    return HexFormat.of().formatHex(sha).substring(0, 16);
  }

  private Launched bench(String row) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dconveyor.home=" + home);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    command.addAll(List.of("--size", "tiny", "--rounds", "1", "--only", row, "--json"));
    command.addAll(List.of("--work", folder.resolve("work").toString()));
    return Launched.command(Map.of(), command.toArray(new String[0]));
  }

  @Test
  void countsTheMessagesOfAListAsThePeerDoes() throws Exception {
    peer("SparkRedis", totals());
    try (Launched bench = bench("structured-list")) {
      assertThat(bench.exitCode(LIMIT)).as("%s", bench).isZero();
      JsonNode row = new ObjectMapper().readTree(bench.lastLine()).at("/rows/0");
      assertThat(row.at("/verdict").asText()).isEqualTo("measured");
      assertThat(row.at("/goals/0/limit").asDouble()).isEqualTo(20);
      assertThat(row.at("/goals/0/reached").asDouble()).isPositive();
      assertThat(row.at("/sides/spark-redis/messages~1s/median").asDouble()).isEqualTo(500);
      assertThat(row.at("/sides/spark-redis/lost/median").asDouble()).isZero();
    }
  }

  @Test
  void failsIfThePeerHasOtherTotalsOfAStream() throws Exception {
    peer("SparkRedisStructured", "wrong");
    try (Launched bench = bench("structured-stream")) {
      assertThat(bench.exitCode(LIMIT)).as("%s", bench).isEqualTo(1);
      assertThat(bench.out())
          .contains("results of words6000 differ")
          .contains(totals() + "=conveyor", "wrong=spark-redis");
    }
  }

  @Test
  void measuresLatencyAndBatchesOfBothEngines() throws Exception {
    try (Launched bench = bench("structured-latency")) {
      assertThat(bench.exitCode(LIMIT)).as("%s", bench).isZero();
      JsonNode sides = new ObjectMapper().readTree(bench.lastLine()).at("/rows/0/sides");
      assertThat(sides).hasSize(4);
      for (JsonNode side : sides) {
        assertThat(side.at("/p50 ms/median").asDouble()).as("%s", sides).isPositive();
        assertThat(side.at("/p99 ms/median").asDouble()).as("%s", sides).isPositive();
        assertThat(side.at("/batches/median").asDouble()).as("%s", sides).isPositive();
      }
    }
  }
}
