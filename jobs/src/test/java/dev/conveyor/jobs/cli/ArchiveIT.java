package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.cluster.Published;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked beside an installation, where a call of Maven would be noticed. */
@Tag("spark")
@Timeout(180)
class ArchiveIT {
  private static final Pattern THIRD_PARTY =
      Pattern.compile("(?m)^ +(\\(.*\\)) [^()]+ \\([^:()]+:([^:()]+):[^:()]+ - .*\\)$");

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private Path archive;

  @BeforeEach
  void unpack() throws Exception {
    Path packed = Installation.TARGET.resolve(Published.archive() + ".tar.gz");
    try (Launched tar =
        Launched.command("tar", "-xzf", packed.toString(), "-C", folder.toString())) {
      assertThat(tar.exitCode()).as("%s", tar).isZero();
    }
    archive = folder.resolve(Published.archive());
    Path maven = Files.createDirectory(folder.resolve("path")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\ntouch '" + folder + "/called'\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
  }

  private Said conveyor(Map<String, Path> homes, String... words) throws Exception {
    Map<String, String> environment = new HashMap<>();
    homes.forEach((name, home) -> environment.put(name, home.toString()));
    environment.put("PATH", folder.resolve("path") + ":" + System.getenv("PATH"));
    String[] command =
        Stream.concat(Stream.of(archive + "/scripts/conveyor"), Stream.of(words))
            .toArray(String[]::new);
    try (Launched launched = Launched.command(environment, command)) {
      Said said = Said.by(launched);
      assertThat(folder.resolve("called")).doesNotExist();
      return said;
    }
  }

  private void assertCounts(Map<String, Path> homes, String engine) throws Exception {
    Path out = folder.resolve("by-" + engine);
    String poem = archive + "/data/mammoth.txt";
    Said batch = conveyor(homes, "batch", "word-count", poem, out.toString(), "--engine", engine);
    assertThat(batch.code()).as(batch.err()).isZero();
    assertThat(out.resolve("part-r-00000"))
        .hasSameBinaryContentAs(archive.resolve("data/mammoth.word-count.tsv"));
  }

  @Test
  void runsOnAnInstallationOfSpark() throws Exception {
    Map<String, Path> homes = Map.of("SPARK_HOME", Installation.sparkHome(folder.resolve("spark")));
    Said version = conveyor(homes, "--version");
    assertThat(version.out()).startsWith("conveyor ").contains("Scala " + Published.scala());
    assertThat(version.err()).isEmpty();
    String lines = archive + "/data/mammoth.txt";
    Said feed = conveyor(homes, "feed", "lines", lines, "--to", redis.list("lines"));
    assertThat(feed.code()).as(feed.err()).isZero();
    assertThat(redis.client().llen("lines")).isEqualTo(Files.readAllLines(Path.of(lines)).size());
    assertCounts(homes, "spark");
  }

  @Test
  void runsOnAnInstallationOfHadoop() throws Exception {
    Map<String, Path> homes =
        Map.of("HADOOP_HOME", Installation.hadoopHome(folder.resolve("hadoop")));
    assertThat(conveyor(homes, "--version").out()).startsWith("conveyor ");
    assertCounts(homes, "hadoop");
    conveyor(homes, "demo").isFailure("SPARK_HOME is not set").atOnce();
  }

  /** From where there is only AWS's client, for example. */
  @Test
  void submitsToEmrWithoutAnInstallation() throws Exception {
    for (String command : List.of("--version", "submit-emr")) {
      Said said = conveyor(Map.of(), command, "--help");
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.err()).isEmpty();
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    conveyor(Map.of(), "queue").isFailure("neither SPARK_HOME nor HADOOP_HOME").atOnce();
    conveyor(Map.of("SPARK_HOME", folder), "queue").isFailure(folder.toString()).atOnce();
    Path other =
        Files.createDirectories(folder.resolve("jars")).resolve("spark-core_2.11-2.4.8.jar");
    Files.createFile(other);
    conveyor(Map.of("SPARK_HOME", folder), "queue")
        .isFailure(folder.toString(), "spark-core_2.11-2.4.8", "Scala " + Published.scala())
        .atOnce();
  }

  /** Apache's own stands beside it, once. */
  @Test
  void hasTheTextOfEachLicense() throws IOException {
    List<MatchResult> carried =
        THIRD_PARTY
            .matcher(Files.readString(archive.resolve("THIRD-PARTY.txt")))
            .results()
            .toList();
    assertThat(carried).extracting(one -> one.group(2)).contains("jedis", "jeromq", "failsafe");
    assertThat(archive.resolve("LICENSE")).isRegularFile();
    assertThat(carried)
        .filteredOn(one -> !one.group(1).contains("Apache-2.0"))
        .extracting(one -> one.group(2))
        .filteredOn(artifact -> !artifact.equals("slf4j-api")) // Spark and Hadoop bring it.
        .allSatisfy(
            artifact ->
                assertThat(archive.resolve("licenses/" + artifact + ".txt")).isNotEmptyFile());
  }

  @Test
  void leavesOutWhatIsForDevelopers() throws IOException {
    try (Stream<Path> scripts = Files.walk(archive.resolve("scripts"))) {
      assertThat(scripts.filter(Files::isRegularFile))
          .allSatisfy(script -> assertThat(Files.readString(script)).doesNotContain("mvn"))
          .extracting(script -> script.getFileName().toString())
          .contains("conveyor", "submit-local", "submit-emr", "words.py")
          .doesNotContain("share-classes", "chaos", "bench", "bench-stream", "run-tests-main");
    }
  }
}
