package dev.conveyor.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.cluster.Gate;
import dev.conveyor.jobs.cluster.GatedWords;
import dev.conveyor.jobs.cluster.HadoopCluster;
import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.cluster.OnYarn;
import dev.conveyor.jobs.cluster.UserJar;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.mapreduce.Cluster;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * In the middle of a batch on YARN: of tasks that are killed there is no line more and none less;
 * of a Ctrl-C nothing is written, and nothing runs on.
 */
@Timeout(500)
class BatchMidwayIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String JOB = GatedWords.class.getName();
  private static HadoopCluster cluster;
  private static OnYarn yarn;

  private final ExecutorService run = Executors.newSingleThreadExecutor();
  private Gate gate;
  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    cluster = HadoopCluster.shared();
    yarn = new OnYarn(cluster);
  }

  @BeforeEach
  void shut() throws IOException {
    gate = new Gate();
  }

  @AfterEach
  void end() throws IOException {
    gate.close();
    run.shutdownNow();
  }

  @Test
  void aMapTaskRunsAgain() throws Exception {
    Future<Said> batch = submit("/killed-map");
    ProcessHandle task = gate.awaitArrival();
    assertThat(cluster.containers("_m_0")).contains(task);
    task.destroyForcibly();
    assertThat(gate.awaitArrival()).isNotEqualTo(task);
    gate.open();
    assertComplete("/killed-map", batch.get());
  }

  /** It has received from one map task, and waits for the one at the gate. */
  @Test
  void aReduceTaskRunsAgain() throws Exception {
    Future<Said> batch = submit("/killed-reduce");
    JobID job = job(gate.awaitArrival());
    await("a piece at a reduce task").atMost(LIMIT).until(() -> shuffled(job) > 0);
    String attempts = job.toString().replace("job_", "attempt_") + "_r_000000_";
    List<ProcessHandle> tasks = cluster.containers(attempts + 0);
    assertThat(tasks).hasSize(1);
    tasks.get(0).destroyForcibly();
    await("its successor").atMost(LIMIT).until(() -> !cluster.containers(attempts + 1).isEmpty());
    gate.open();
    assertComplete("/killed-reduce", batch.get());
  }

  private Future<Said> submit(String place) throws IOException {
    gate.write(cluster.files(), new org.apache.hadoop.fs.Path(place, "in"));
    String jar = UserJar.gatedWords(folder).toString();
    return run.submit(
        () ->
            yarn.batch(
                "hadoop",
                JOB,
                place + "/in",
                place + "/out",
                "-libjars",
                jar,
                "-Dmapreduce.task.progress-report.interval=500",
                "-Dmapreduce.input.fileinputformat.split.maxsize=" + Gate.SPLIT));
  }

  /** Whose task that is, by its arguments. */
  private static JobID job(ProcessHandle task) {
    return Arrays.stream(task.info().arguments().orElseThrow())
        .filter(argument -> argument.startsWith("attempt_"))
        .map(attempt -> TaskAttemptID.forName(attempt).getJobID())
        .findFirst()
        .orElseThrow();
  }

  /** How much the reduce tasks of a job have received so far. */
  private static long shuffled(JobID job) throws IOException, InterruptedException {
    Cluster mapReduce = new Cluster(cluster.configuration());
    try {
      return mapReduce.getJob(job).getCounters().findCounter(TaskCounter.SHUFFLED_MAPS).getValue();
    } finally {
      mapReduce.close();
    }
  }

  private static void assertComplete(String place, Said batch) throws IOException {
    assertThat(batch.code()).as("%s\n%s", batch.err(), cluster.logs()).isZero();
    Said local = yarn.batch("local", JOB, place + "/in", place + "/local");
    assertThat(local.code()).as(local.err()).isZero();
    assertThat(BatchOutput.figures(batch.out())).isEqualTo(BatchOutput.figures(local.out()));
    BatchOutput output = yarn.output(place + "/out");
    assertThat(output.sortedLines())
        .isEqualTo(yarn.output(place + "/local").sortedLines())
        .contains("words\t400");
    assertThat(output.siblings()).containsExactlyInAnyOrder("in", "local", "out");
  }

  @Test
  void ctrlCKillsTheMapReduceJob() throws Exception {
    String place = "/interrupted-hadoop";
    List<String> words = words(place);
    words.addAll(List.of("-libjars", UserJar.gatedWords(folder).toString()));
    try (Launched hadoop = yarn.hadoopJar(Installation.APPLICATION, words.toArray(String[]::new))) {
      assertEnds(hadoop, place);
    }
  }

  @Test
  void ctrlCEndsTheSparkApplication() throws Exception {
    String place = "/interrupted-spark";
    List<String> options = OnYarn.small();
    options.addAll(List.of("--jars", UserJar.gatedWords(folder).toString()));
    try (Launched spark = yarn.sparkSubmit(options, words(place))) {
      assertEnds(spark, place);
    }
  }

  private List<String> words(String place) throws IOException {
    gate.write(cluster.files(), new org.apache.hadoop.fs.Path(place, "in"));
    return new ArrayList<>(
        List.of("batch", JOB, cluster.address(place + "/in"), cluster.address(place + "/out")));
  }

  private void assertEnds(Launched batch, String place) throws Exception {
    ProcessHandle task = gate.awaitArrival();
    assertThat(cluster.containers("")).contains(task);
    batch.interrupt("INT");
    assertThat(batch.exitCode()).as("%s", batch).isEqualTo(130);
    assertThat(batch.out()).isEmpty();
    assertThat(batch.err()).doesNotContain("cannot ");
    assertThat(yarn.output(place + "/out").siblings()).containsExactly("in");
    await("the end of its containers")
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(cluster.containers("container_")).isEmpty());
  }
}
