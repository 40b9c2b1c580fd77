package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.HadoopCluster;
import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.cluster.Published;
import dev.conveyor.jobs.cluster.UserJar;
import dev.conveyor.jobs.cluster.WaitingLines;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The artifacts in other people's {@code spark-submit}: resolved by name, or as a jar. */
@Tag("spark")
@Timeout(180)
class PackagesIT {
  private static final Path POEM = Installation.HOME.resolve("data/mammoth.txt");

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private Path spark;
  private Published published;

  @BeforeEach
  void install() throws IOException {
    spark = folder.resolve("spark");
    Installation.spark(spark.resolve("jars"));
    published = Published.into(Files.createDirectory(folder.resolve("repository")));
  }

  /** On an executor of its own, to which Spark has to bring all of it. */
  @Test
  void bringTheLibraryWithWhatItAsksFor() throws Exception {
    assertThat(
            linesThatWaited(
                packages("streaming", "--master", "local-cluster[1,1,512]"),
                "--conf",
                "spark.executor.memory=512m"))
        .isEqualTo(Files.readAllLines(POEM));
    assertThat(fetched())
        .contains(Published.fetched("streaming"))
        .anyMatch(jar -> jar.startsWith("redis.clients_jedis-"))
        .anyMatch(jar -> jar.startsWith("org.zeromq_jeromq-"))
        .noneMatch(jar -> jar.matches(".*(spark|hadoop|scala)-.*"));
  }

  @Test
  void bringTheApplicationAlone() throws Exception {
    Path out = folder.resolve("out");
    List<String> options = packages("jobs", "--master", "local[1]");
    options.addAll(List.of("--class", Main.class.getName(), "spark-internal"));
    options.addAll(List.of("batch", "word-count", POEM.toString(), out.toString()));
    try (Launched submitted = submit(options)) {
      assertThat(submitted.exitCode()).as("%s", submitted).isZero();
    }
    assertThat(out.resolve("part-r-00000"))
        .hasSameBinaryContentAs(Installation.HOME.resolve("data/mammoth.word-count.tsv"));
    assertThat(fetched()).containsExactly(Published.fetched("jobs"));
  }

  /** The application jar is the library too. */
  @Test
  void areNotNeededWhereTheJarIsGiven() throws Exception {
    List<String> options = new ArrayList<>(List.of("--master", "local[1]"));
    options.addAll(List.of("--jars", Installation.APPLICATION.toString()));
    assertThat(linesThatWaited(options)).isEqualTo(Files.readAllLines(POEM));
  }

  private List<String> linesThatWaited(List<String> options, String... more) throws Exception {
    redis.client().rpush("lines", Files.readAllLines(POEM).toArray(String[]::new));
    List<String> words = new ArrayList<>(options);
    words.addAll(List.of(more));
    words.addAll(List.of("--class", WaitingLines.class.getName()));
    words.add(UserJar.write(folder.resolve("own.jar"), WaitingLines.class).toString());
    Path taken = folder.resolve("taken");
    words.addAll(List.of(redis.list("lines"), folder.resolve("record").toString()));
    words.add(taken.toString());
    try (Launched submitted = submit(words)) {
      assertThat(submitted.exitCode()).as("%s", submitted).isZero();
      assertThat(redis.client().keys("lines*")).isEmpty();
      return Files.readAllLines(taken);
    }
  }

  private List<String> packages(String module, String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of("--packages", Published.coordinates(module)));
    options.addAll(List.of("--repositories", published.address()));
    Path settings = Published.settings(folder.resolve("ivysettings.xml"));
    options.addAll(List.of("--conf", "spark.jars.ivySettings=" + settings));
    options.addAll(List.of("--conf", "spark.jars.ivy=" + folder.resolve("ivy")));
    options.addAll(List.of(more));
    return options;
  }

  private List<String> fetched() throws IOException {
    try (Stream<Path> jars = Files.list(folder.resolve("ivy/jars"))) {
      return jars.map(jar -> jar.getFileName().toString()).toList();
    }
  }

  private Launched submit(List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of(HadoopCluster.java()));
    command.addAll(List.of(System.getProperty("engine.options").split(" ")));
    command.addAll(List.of("-cp", spark.resolve("jars") + "/*"));
    command.addAll(
        List.of("org.apache.spark.deploy.SparkSubmit", "--conf", "spark.ui.enabled=false"));
    command.addAll(words);
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME",
            spark.toString(),
            "SPARK_LOCAL_IP",
            "127.0.0.1",
            "SPARK_SCALA_VERSION",
            Published.scala());
    return Launched.command(environment, command.toArray(String[]::new));
  }
}
