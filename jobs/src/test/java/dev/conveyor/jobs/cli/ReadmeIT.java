package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.streaming.redis.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types every command of the README that needs nothing but this machine, in its order, as a reader
 * would: only the port of Redis and that of ZeroMQ are others, and what a reader may have installed
 * ({@code redis-cli}, {@code spark-submit}) is replaced by a few lines that do the same. The
 * command for the tests is what runs this; {@link InstallIT} and {@link S3IT} type the rest.
 */
@Timeout(600)
class ReadmeIT {
  /** A file in full, under the line that names it. */
  private static final Pattern SOURCE =
      Pattern.compile("(?m)^`(\\w+\\.java)`, in full:\\n\\n```java\\n(.*?)^```$", Pattern.DOTALL);

  private static final String TESTS = "mvn verify && mvn verify -Pspark-4\n";

  private static final int LONGEST_JOB = 30;

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
    Path root = Launched.HOME;
    for (String linked : List.of("scripts", "data", "jobs")) {
      Files.createSymbolicLink(folder.resolve(linked), root.resolve(linked));
    }
    executable("redis-cli", REDIS_CLI);
    executable("spark-submit", installed(root, "org.apache.spark.deploy.SparkSubmit \"$@\""));
    executable("hadoop", installed(root, "org.apache.hadoop.util.RunJar \"${@:2}\""));
    Readme readme = Readme.whole();
    writeSources(readme);
    try (LocalRedis redis = LocalRedis.start()) {
      List<String> blocks = readme.blocks("sh");
      assertThat(blocks).hasSizeGreaterThan(8).contains("scripts/conveyor demo\n", TESTS);
      for (String block : blocks) {
        if (!block.equals(TESTS) && isForHere(block)) {
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
    for (String counted : List.of("waiting-words", "by-spark", "by-hadoop", "on-a-cluster")) {
      assertThat(folder.resolve(counted).resolve("part-r-00000"))
          .hasSameBinaryContentAs(root.resolve("data/mammoth.word-count.tsv"));
    }
    if (Programs.isInstalled("python3")) {
      for (String counted : List.of("words-by-python/part-00000", "words-by-awk/part-r-00000")) {
        assertThat(folder.resolve(counted))
            .hasSameBinaryContentAs(root.resolve("data/mammoth.word-count.tsv"));
      }
    }
    assertThat(folder.resolve("rhymes-local/part-00000"))
        .hasSameBinaryContentAs(folder.resolve("rhymes-spark/part-r-00000"))
        .hasSameBinaryContentAs(folder.resolve("rhymes-hadoop/part-r-00000"))
        .content()
        .contains("cheese.\t");
  }

  /** Only the programs in other languages need any more than the JDK. */
  private static boolean isForHere(String block) {
    return !block.contains("python3") || Programs.isInstalled("python3");
  }

  private void writeSources(Readme readme) throws IOException {
    List<MatchResult> sources = readme.matches(SOURCE);
    assertThat(sources).hasSize(1);
    for (MatchResult source : sources) {
      assertThat(source.group(2).lines()).hasSizeLessThan(LONGEST_JOB);
      Files.writeString(folder.resolve(source.group(1)), source.group(2));
    }
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
