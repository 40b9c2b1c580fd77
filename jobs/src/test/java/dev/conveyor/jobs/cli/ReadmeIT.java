package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.redis.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types every command of the README, in its order, as a reader would: only the port of Redis and
 * that of ZeroMQ are others, and what a reader may have installed ({@code redis-cli}, {@code
 * spark-submit}) is replaced by a few lines that do the same. {@code mvn verify} is what runs this.
 */
@Timeout(600)
class ReadmeIT {
  private static final Pattern BLOCK = Pattern.compile("(?m)^```sh\\n(.*?)^```$", Pattern.DOTALL);

  private static final Pattern PLACE = Pattern.compile("127\\.0\\.0\\.1:[0-9]{4,5}");

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

  @TempDir Path folder;

  @Test
  void everyCommandWorksInItsOrder() throws Exception {
    Path root = root();
    for (String linked : List.of("scripts", "data", "jobs")) {
      Files.createSymbolicLink(folder.resolve(linked), root.resolve(linked));
    }
    executable("redis-cli", REDIS_CLI);
    executable("spark-submit", sparkSubmit(root));
    try (LocalRedis redis = LocalRedis.start()) {
      List<String> blocks = blocks(Files.readString(root.resolve("README.md")));
      assertThat(blocks).hasSizeGreaterThan(8).contains("scripts/conveyor demo\n", "mvn verify\n");
      for (String block : blocks) {
        if (!block.equals("mvn verify\n")) {
          run(
              onFreePorts(block).replace("redis://localhost", "redis://127.0.0.1:" + redis.port()),
              redis);
        }
      }
    }
    assertThat(folder.resolve("mammoth-words/part-00000"))
        .hasSameBinaryContentAs(root.resolve("data/mammoth.five-letter-words.tsv"));
    assertThat(folder.resolve("demo-vowels/part-00000"))
        .hasSameBinaryContentAs(root.resolve("data/mammoth.vowel-words.tsv"));
    assertThat(folder.resolve("word-totals/part-00000"))
        .hasSameBinaryContentAs(root.resolve("data/mammoth.word-count.tsv"));
  }

  /** Every port that a block names is another one, the same for the same. */
  private static String onFreePorts(String block) {
    String moved = block;
    for (String place :
        new TreeSet<>(PLACE.matcher(block).results().map(MatchResult::group).toList())) {
      moved = moved.replace(place, "127.0.0.1:" + FreePort.any());
    }
    return moved;
  }

  private void run(String block, LocalRedis redis) throws IOException, InterruptedException {
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

  private static List<String> blocks(String readme) {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(readme);
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  /** Spark's own class, as the script of an installation starts it. */
  private static String sparkSubmit(Path root) throws IOException {
    String classPath = Files.readString(root.resolve("jobs/target/engine.classpath")).strip();
    return "#!/usr/bin/env bash\nexport SPARK_LOCAL_IP=127.0.0.1\nexec java "
        + System.getProperty("engine.opens")
        + " -cp '"
        + classPath
        + "' org.apache.spark.deploy.SparkSubmit \"$@\"\n";
  }

  private void executable(String name, String script) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    assertThat(Files.writeString(file, script).toFile().setExecutable(true)).isTrue();
  }

  private static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("scripts/conveyor"))) {
      root = root.getParent();
    }
    return root;
  }
}
