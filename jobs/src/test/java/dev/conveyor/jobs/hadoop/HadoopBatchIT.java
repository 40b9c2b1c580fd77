package dev.conveyor.jobs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.batch.BatchOutput;
import dev.conveyor.jobs.cluster.GatedWords;
import dev.conveyor.jobs.cluster.HadoopCluster;
import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.cluster.OnYarn;
import dev.conveyor.jobs.cluster.QueueOnYarn;
import dev.conveyor.jobs.cluster.UserJar;
import dev.conveyor.jobs.kit.Corpus;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Programs;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapreduce.Cluster;
import org.apache.hadoop.mapreduce.Counter;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Every job as MapReduce in real containers, over HDFS: what the local engine gives. */
@Timeout(600)
class HadoopBatchIT {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final int AT_A_TIME = 6;
  private static final int BLOCK = 128 << 10;
  private static final String OWN = GatedWords.class.getName();
  private static final String FIFTY = "/corpus/fifty";
  private static final String ONE = "/corpus/one.txt";

  @TempDir static Path folder;
  private static HadoopCluster cluster;
  private static OnYarn yarn;
  private static final ExecutorService RUNS = Executors.newFixedThreadPool(AT_A_TIME);
  private static final Map<String, Future<Said>> STARTED = new LinkedHashMap<>();

  static List<String> jobs() {
    return Jobs.names();
  }

  @BeforeAll
  static void start() throws IOException {
    cluster = HadoopCluster.shared();
    yarn = new OnYarn(cluster);
    upload(new Corpus());
    jobs().forEach(job -> submit(job, FIFTY));
    for (String job : List.of("word-count", "top-words")) {
      submit(
          job,
          ONE,
          "-Dmapreduce.input.fileinputformat.split.maxsize=700000",
          "-Dmapreduce.job.reduces=2");
    }
  }

  private static void upload(Corpus corpus) throws IOException {
    FileSystem files = cluster.files();
    files.copyFromLocalFile(path(corpus.asFifty(folder).toString()), path(FIFTY));
    try (OutputStream out = files.create(path(ONE), true, BLOCK, (short) 1, BLOCK)) {
      Files.copy(corpus.asOne(folder), out);
    }
    assertThat(files.getFileBlockLocations(path(ONE), 0, Long.MAX_VALUE)).hasSizeGreaterThan(9);
  }

  private static org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(name);
  }

  private static String out(String engine, String job, String input) {
    return "/" + engine + "/" + job + input;
  }

  private static void submit(String job, String input, String... options) {
    List<String> words = new ArrayList<>(List.of(job, input, out("hadoop", job, input)));
    words.add("-Dmapreduce.job.ubertask.enable=false");
    words.addAll(List.of(options));
    STARTED.put(job + input, RUNS.submit(() -> yarn.batch("hadoop", words.toArray(String[]::new))));
  }

  @AfterAll
  static void end() {
    RUNS.shutdownNow();
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void givesWhatTheLocalEngineGivesForFiftyFiles(String job) throws Exception {
    assertSame(job, FIFTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"word-count", "top-words"})
  void givesWhatTheLocalEngineGivesForOneFileOfManyBlocks(String job) throws Exception {
    assertSame(job, ONE);
  }

  private static void assertSame(String job, String input) throws Exception {
    Said hadoop = STARTED.get(job + input).get();
    assertThat(hadoop.code()).as("%s\n%s", hadoop.err(), cluster.logs()).isZero();
    assertSame(job, input, hadoop.out());
    if (Jobs.named(job).isRanked()) {
      assertThat(yarn.output(out("hadoop", job, input)).lines())
          .isEqualTo(yarn.output(out("local", job, input)).lines());
    }
  }

  private static void assertSame(String job, String input, String summary) throws IOException {
    Said local = yarn.batch("local", job, input, out("local", job, input));
    assertThat(local.code()).as(local.err()).isZero();
    assertThat(BatchOutput.figures(summary)).isEqualTo(BatchOutput.figures(local.out()));
    BatchOutput expected = yarn.output(out("local", job, input));
    BatchOutput output = yarn.output(out("hadoop", job, input));
    assertThat(output.sortedLines()).isEqualTo(expected.sortedLines()).isNotEmpty();
    assertThat(output.deadLetters()).isEqualTo(expected.deadLetters());
  }

  /** Hadoop's own tools show the name of a job, and our figures among its counters. */
  @Test
  void isKnownToHadoopByItsNameAndItsCounters() throws Exception {
    Said sum = STARTED.get("sum" + FIFTY).get();
    assertThat(sum.code()).as(sum.err()).isZero();
    Map<String, Long> counters = counters("conveyor batch sum", "Conveyor");
    List<String> names = List.of("records", "pairs", "keys", "malformed", "dead");
    assertThat(counters).containsOnlyKeys(names);
    assertThat(BatchOutput.figures(sum.out()))
        .isEqualTo(names.stream().map(counters::get).toList());
  }

  private static Map<String, Long> counters(String job, String group) throws Exception {
    Cluster mapReduce = new Cluster(cluster.configuration());
    try {
      JobID id =
          Arrays.stream(mapReduce.getAllJobStatuses())
              .filter(status -> status.getJobName().equals(job))
              .findFirst()
              .map(JobStatus::getJobID)
              .orElseThrow();
      Map<String, Long> counters = new LinkedHashMap<>();
      for (Counter counter : mapReduce.getJob(id).getCounters().getGroup(group)) {
        counters.put(counter.getName(), counter.getValue());
      }
      return counters;
    } finally {
      mapReduce.close();
    }
  }

  /** Its password only this end has; tasks get it with the job. */
  @Test
  void readsAListInItsContainers() throws Exception {
    try (LocalRedis redis = LocalRedis.start();
        Jedis client = RedisExtension.client(redis.port())) {
      String list = "@" + QueueOnYarn.address(redis, folder);
      Said said = yarn.batch("hadoop", "word-count", list, "/queue/out");
      assertThat(said.code()).as("%s\n%s", said.err(), cluster.logs()).isZero();
      assertThat(yarn.output("/queue/out").lines())
          .isEqualTo(Files.readAllLines(Installation.HOME.resolve("data/mammoth.word-count.tsv")));
      assertThat(yarn.output("/queue/out").siblings()).containsExactly("out");
      assertThat(client.keys("*poem*")).noneMatch(key -> key.contains(":claim:"));
    }
  }

  /**
   * Their files go where the tasks are, and the tasks run them there, as Hadoop Streaming does:
   * with the job's settings as variables, and counters of their own.
   */
  @Test
  void runsProgramsInItsContainers() throws Exception {
    Programs.needs("python3", "awk");
    Path poem = Installation.HOME.resolve("data/mammoth.txt");
    cluster.files().copyFromLocalFile(path(poem.toString()), path("/pipe/in.txt"));
    Said said =
        yarn.batch(
            "hadoop",
            "pipe",
            "/pipe/in.txt",
            "/pipe/out",
            "--mapper",
            "sh -c 'echo reporter:counter:Ours,lines,3 >&2; echo reporter:status:busy >&2;"
                + " echo \"$mapreduce_job_id\" | grep -q ^job_ && test $LC_ALL = C.UTF-8 &&"
                + " exec awk -f words.awk'",
            "--reducer",
            "total.py",
            "-files",
            Programs.file("words.awk") + "," + Programs.file("total.py"),
            "-Dmapreduce.job.ubertask.enable=false");
    assertThat(said.code()).as("%s\n%s", said.err(), cluster.logs()).isZero();
    assertThat(yarn.output("/pipe/out").lines())
        .isEqualTo(Files.readAllLines(Installation.HOME.resolve("data/mammoth.word-count.tsv")));
    assertThat(counters("conveyor batch pipe", "Ours")).isEqualTo(Map.of("lines", 3L));
  }

  /**
   * As its users do it: the engine is the one that starts the jar, the class comes with a jar that
   * the cluster stores.
   */
  @Test
  void runsAnOwnJobByHand() throws Exception {
    org.apache.hadoop.fs.Path jar = cluster.files().makeQualified(path("/jars/own.jar"));
    cluster.files().copyFromLocalFile(path(UserJar.gatedWords(folder).toString()), jar);
    List<String> words = new ArrayList<>(List.of("batch", OWN, FIFTY, out("hadoop", OWN, FIFTY)));
    words.addAll(List.of("--jars", jar.toString(), "--json"));
    try (Launched hadoop = yarn.hadoopJar(Installation.APPLICATION, words.toArray(String[]::new))) {
      assertThat(hadoop.exitCode(LIMIT)).as("%s\n%s", hadoop, cluster.logs()).isZero();
      assertSame(OWN, FIFTY, hadoop.lastLine());
    }
  }
}
