package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.kit.DocPage;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Programs;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Types every {@code sh} command of each page, in the order of the page and in a folder of its own.
 * Only the ports of Redis and ZeroMQ differ. Short scripts replace what a reader may have installed
 * ({@code redis-cli}, {@code spark-submit}). {@link InstallIT} and {@code S3IT} type the {@code
 * bash} commands; {@link DocPagesTest} looks at the form of the pages.
 */
@Timeout(300)
class DocPagesIT {
  /** Runs these tests, so it is not typed by them. */
  static final String COMMAND_OF_THE_TESTS = "mvn verify && mvn verify -Pspark-4\n";

  private static final Pattern PLACE = Pattern.compile("127\\.0\\.0\\.1:[0-9]{4,5}");

  private static final String WORDS = "data/mammoth.word-count.tsv";

  /** By page: results, and files with the same content. */
  private static final Map<String, Map<String, String>> SAME =
      Map.of(
          "README.md",
          Map.of("word-totals/part-00000", WORDS, "mammoth-words/part-00000", WORDS),
          "jobs/docs/demo.md",
          Map.of("demo-vowels/part-00000", "data/mammoth.vowel-words.tsv"),
          "jobs/docs/batch.md",
          Map.of("mammoth-words/part-00000", WORDS, "waiting-words/part-r-00000", WORDS),
          "jobs/docs/install.md",
          Map.of(
              "by-spark/part-r-00000", WORDS,
              "by-hadoop/part-r-00000", WORDS,
              "on-a-cluster/part-r-00000", WORDS),
          "jobs/docs/pipe.md",
          Map.of("words-by-python/part-00000", WORDS, "words-by-awk/part-r-00000", WORDS),
          "jobs/docs/jobs.md",
          Map.of(
              "rhymes-spark/part-r-00000", "rhymes-local/part-00000",
              "rhymes-hadoop/part-r-00000", "rhymes-local/part-00000"),
          "jobs/docs/orders.md",
          Map.of(
              "sums-spark/part-r-00000", "sums-local/part-00000",
              "sums-hadoop/part-r-00000", "sums-local/part-00000"),
          "streaming/docs/library.md",
          Map.of("library-words/part-00000", WORDS),
          "streaming/docs/exactly-once.md",
          Map.of("line-totals/part-00000", WORDS));

  /** Sends its words to Redis as one command, and shows the first line of the answer. */
  private static final String REDIS_CLI =
      """
      #!/usr/bin/env bash
      LC_ALL=C
      exec 3<>"/dev/tcp/127.0.0.1/$REDIS_PORT"
      printf '*%d\\r\\n' "$#" >&3
      for word; do printf '$%d\\r\\n%s\\r\\n' "${#word}" "$word" >&3; done
      read -r answer <&3
      echo "$answer"
      [[ $answer != -* ]]
      """;

  private static LocalRedis redis;

  @TempDir Path folder;

  @BeforeAll
  static void startRedis() throws Exception {
    redis = LocalRedis.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  private static List<DocPage> pages() throws IOException {
    return DocPage.all().stream().filter(page -> !page.blocks("sh").isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandWorksInTheOrderOfThePage(DocPage page) throws Exception {
    Path root = Launched.HOME;
    for (String linked : List.of("scripts", "data", "jobs")) {
      Files.createSymbolicLink(folder.resolve(linked), root.resolve(linked));
    }
    executable("redis-cli", REDIS_CLI);
    executable("spark-submit", installed(root, "org.apache.spark.deploy.SparkSubmit \"$@\""));
    executable("hadoop", installed(root, "org.apache.hadoop.util.RunJar \"${@:2}\""));
    for (MatchResult source : page.sources()) {
      Files.writeString(folder.resolve(source.group(1)), source.group(2));
    }
    run("redis-cli FLUSHALL");
    List<String> blocks = page.blocks("sh").stream().filter(DocPagesIT::isForHere).toList();
    for (String block : blocks) {
      run(onFreePorts(block).replace("redis://localhost", "redis://127.0.0.1:" + redis.port()));
    }
    if (isForHere(page.text())) {
      for (var same : SAME.getOrDefault(page.toString(), Map.of()).entrySet()) {
        assertThat(folder.resolve(same.getKey()))
            .hasSameBinaryContentAs(folder.resolve(same.getValue()));
      }
    }
    if (page.toString().equals("jobs/docs/jobs.md")) {
      assertThat(folder.resolve("rhymes-local/part-00000")).content().contains("cheese.\t");
    }
  }

  /** Only the programs in other languages need more than the JDK. */
  private static boolean isForHere(String block) {
    return !block.equals(COMMAND_OF_THE_TESTS)
        && (!block.contains("python3") || Programs.isInstalled("python3"));
  }

  /** Replaces each port that a block names by a free one, equal ones by the same. */
  private static String onFreePorts(String block) {
    String moved = block;
    for (String place :
        new TreeSet<>(PLACE.matcher(block).results().map(MatchResult::group).toList())) {
      moved = moved.replace(place, "127.0.0.1:" + FreePort.any());
    }
    return moved;
  }

  private void run(String block) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", block)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("REDIS_PORT", Integer.toString(redis.port()));
    builder.environment().merge("PATH", folder + "/bin", (path, ours) -> ours + ":" + path);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s ends", block).isTrue();
      assertThat(process.exitValue()).as("%s\n%s", block, Files.readString(output, UTF_8)).isZero();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** A class of Spark or Hadoop, as the script of an installation starts it. */
  private static String installed(Path root, String classAndWords) throws IOException {
    String classPath = Files.readString(root.resolve("jobs/target/engine.classpath")).strip();
    return "#!/usr/bin/env bash\nexport SPARK_LOCAL_IP=127.0.0.1\nexec java "
        + System.getProperty("engine.options")
        + " -cp '"
        + classPath
        + "' "
        + classAndWords
        + "\n";
  }

  private void executable(String name, String script) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    assertThat(Files.writeString(file, script).toFile().setExecutable(true)).isTrue();
  }
}
