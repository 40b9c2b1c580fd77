package dev.conveyor.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.batch.BatchOutput;
import dev.conveyor.jobs.cluster.HadoopCluster;
import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.cluster.OnYarn;
import dev.conveyor.jobs.cluster.QueueOnYarn;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Sums;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * The application jar on a cluster of HDFS and YARN, brought there as users do: by {@code
 * spark-submit} from an installation of Spark, and by the launcher from none. All are started at
 * once, since most of their time they wait for each other's parts.
 */
@Tag("spark")
@EnabledIf(
    value = "isSparkOnYarn",
    disabledReason = "spark-yarn is not resolved for this build variant")
@Timeout(600)
class YarnIT {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final Path POEM = Installation.HOME.resolve("data/mammoth.txt");
  private static HadoopCluster cluster;
  private static OnYarn yarn;
  private static LocalRedis redis;

  private static final Map<String, Launched> LAUNCHED = new HashMap<>();
  @TempDir static Path files;
  @TempDir Path folder;

  static boolean isSparkOnYarn() {
    return YarnIT.class.getResource("/org/apache/spark/deploy/yarn/Client.class") != null;
  }

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    redis = LocalRedis.start();
    cluster = HadoopCluster.shared();
    yarn = new OnYarn(cluster);
    upload("/poem");
    String poem = cluster.address("/poem");
    // An output that exists.
    upload("/there/out");
    String list = "@" + QueueOnYarn.address(redis, files);
    LAUNCHED.put("client", yarn.sparkSubmit(deployed("client"), batch(list, "/batch-client")));
    LAUNCHED.put("cluster", yarn.sparkSubmit(deployed("cluster"), batch(poem, "/batch-cluster")));
    List<String> once = deployed("cluster");
    once.addAll(List.of("--conf", "spark.yarn.maxAppAttempts=1"));
    LAUNCHED.put("failing", yarn.sparkSubmit(once, batch(poem, "/there/out")));
    LAUNCHED.put("stream", yarn.sparkSubmit(deployed("cluster"), stream("/stream-cluster")));
    LAUNCHED.put("launcher", yarn.conveyor(OnYarn.small(), stream("/stream-launcher")));
  }

  private static void upload(String folder) throws IOException {
    org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(folder, "poem.txt");
    cluster.files().copyFromLocalFile(new org.apache.hadoop.fs.Path(POEM.toUri()), place);
  }

  private static List<String> deployed(String mode) {
    List<String> options = OnYarn.small();
    options.addAll(List.of("--deploy-mode", mode));
    return options;
  }

  private static List<String> batch(String input, String out) {
    return List.of("batch", "word-count", input, cluster.address(out));
  }

  private static List<String> stream(String out) throws IOException {
    try (Jedis client = RedisExtension.client(redis.port());
        Pipeline pipeline = client.pipelined()) {
      Files.readAllLines(POEM).forEach(line -> pipeline.rpush(out, line));
    }
    List<String> words = new ArrayList<>(List.of("stream", "word-count"));
    words.addAll(List.of("--from", redis.list(out), "--out", cluster.address(out)));
    words.addAll(List.of("--until-idle", "2s", "--json"));
    return words;
  }

  @AfterAll
  static void end() throws IOException {
    for (Launched each : LAUNCHED.values()) {
      each.close();
    }
    redis.close();
  }

  private static Launched succeeded(String name) throws InterruptedException {
    Launched launched = LAUNCHED.get(name);
    assertThat(launched.exitCode(LIMIT)).as("%s\n%s", launched, cluster.logs()).isZero();
    return launched;
  }

  /** In the cluster over files; from here over a list, whose password only this end has. */
  @ParameterizedTest
  @ValueSource(strings = {"client", "cluster"})
  void runsABatchUnderSparkSubmitWithTheApplicationJarAlone(String mode) throws Exception {
    succeeded(mode);
    assertThat(yarn.output("/batch-" + mode).lines())
        .isEqualTo(Files.readAllLines(Installation.HOME.resolve("data/mammoth.word-count.tsv")));
  }

  /** The driver's messages are in a log; its failure is seen here. */
  @Test
  void aBatchThatFailsInTheClusterFailsSparkSubmit() throws Exception {
    assertThat(LAUNCHED.get("failing").exitCode(LIMIT)).isEqualTo(1);
    String out = cluster.address("/there/out");
    assertThat(cluster.logs()).contains("cannot write output " + out + ": it exists");
  }

  @Test
  void streamsInTheCluster() throws Exception {
    succeeded("stream");
    assertCounted("/stream-cluster");
  }

  /**
   * Which has no installation, in client mode: Spark itself comes along from where Maven put it.
   */
  @Test
  void streamsUnderTheLauncher() throws Exception {
    assertThat(succeeded("launcher").lastLine()).startsWith("{");
    assertCounted("/stream-launcher");
  }

  private void assertCounted(String out) throws IOException, InterruptedException {
    Path fetched = folder.resolve("fetched");
    org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(out);
    FileUtil.copy(cluster.files(), source, fetched.toFile(), false, cluster.configuration());
    assertThat(Sums.ofBatches(fetched, "word-count", folder))
        .isEqualTo(Sums.of("word-count", POEM, folder))
        .isNotEmpty();
  }

  @Test
  void runsUnderHadoopJarWithoutACluster() throws Exception {
    String out = folder.resolve("out").toString();
    try (Launched hadoop =
        yarn.hadoopJarWithoutCluster(
            Installation.APPLICATION, "batch", "word-count", POEM.toString(), out)) {
      assertThat(hadoop.exitCode(LIMIT)).as("%s", hadoop).isZero();
    }
    FileSystem files = FileSystem.getLocal(new Configuration());
    assertThat(new BatchOutput(files, new org.apache.hadoop.fs.Path(out)).lines())
        .isEqualTo(Files.readAllLines(Installation.HOME.resolve("data/mammoth.word-count.tsv")));
  }
}
