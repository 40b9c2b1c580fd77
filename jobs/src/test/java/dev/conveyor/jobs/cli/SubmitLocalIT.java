package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.batch.BatchOutput;
import dev.conveyor.jobs.cluster.Gate;
import dev.conveyor.jobs.cluster.GatedWords;
import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.cluster.UserJar;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.kit.Sums;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Pipeline;

/** {@code scripts/submit-local}: a master, two workers, and nothing left of them. */
@Tag("spark")
@Timeout(400)
class SubmitLocalIT {
  private static final Path POEM = Installation.HOME.resolve("data/mammoth.txt");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private Launched submitStream(String... options) throws IOException {
    try (Pipeline pipeline = redis.client().pipelined()) {
      Files.readAllLines(POEM).forEach(line -> pipeline.rpush("lines", line));
    }
    List<String> words = new ArrayList<>(List.of("stream", "word-count"));
    // Executors work elsewhere.
    words.addAll(List.of("--from", redis.list("lines"), "--out", "out"));
    words.addAll(List.of(options));
    return submit("", words);
  }

  private Launched submit(String options, List<String> words) throws IOException {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    List<String> command = new ArrayList<>(List.of("env", "--chdir=" + folder));
    command.add(Installation.HOME.resolve("scripts/submit-local").toString());
    command.addAll(words);
    return Launched.command(
        Map.of(
            "LC_ALL",
            "C",
            "TMPDIR",
            temporary.toString(),
            "CONVEYOR_SUBMIT_OPTIONS",
            "--conf spark.ui.port=0 " + options),
        command.toArray(String[]::new));
  }

  private Path out() {
    return folder.resolve("out");
  }

  private void assertCounted() throws IOException, InterruptedException {
    assertThat(Sums.ofBatches(out(), "word-count", folder))
        .isEqualTo(Sums.of("word-count", POEM, folder))
        .isNotEmpty();
  }

  /** The processes of the cluster, which has two executors: their work is in the same folder. */
  private List<ProcessHandle> cluster(Launched submitted) {
    await("two executors of " + submitted).atMost(LIMIT).until(() -> executors(submitted) == 2);
    return submitted.descendants();
  }

  private static long executors(Launched submitted) {
    return submitted.descendants().stream()
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .count();
  }

  private boolean hasWritten() {
    try (Stream<Path> files = Files.walk(out().resolve("word-count"))) {
      return files.anyMatch(file -> file.endsWith("_SUCCESS"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private void assertNothingIsLeft(List<ProcessHandle> processes) {
    await("the end of all processes")
        .atMost(END_LIMIT)
        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    await("the end of its files")
        .atMost(END_LIMIT)
        .untilAsserted(() -> assertThat(folder.resolve("tmp")).isEmptyDirectory());
  }

  /** In the middle of a task, which the executor that succeeds it does once more. */
  @Test
  void runsABatchOnExecutorsOneOfWhichIsKilled() throws Exception {
    try (Gate gate = new Gate();
        FileSystem files = new RawLocalFileSystem()) {
      files.initialize(URI.create("file:///"), new Configuration());
      gate.write(files, new org.apache.hadoop.fs.Path(folder.resolve("in").toString()));
      try (Launched submitted = submitBatch()) {
        List<ProcessHandle> processes = new ArrayList<>(cluster(submitted));
        ProcessHandle executor = gate.awaitArrival();
        assertThat(processes).contains(executor);
        executor.destroyForcibly();
        ProcessHandle successor = gate.awaitArrival();
        assertThat(successor).isNotEqualTo(executor);
        processes.addAll(submitted.descendants());
        gate.open();
        assertThat(submitted.exitCode(LIMIT)).as("%s", submitted).isZero();
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertNothingIsLeft(processes);
        assertThat(submitted.err()).doesNotContain("Terminated", "Killed", "INFO");
        assertSame(submitted.lastLine(), files);
      }
    }
  }

  private Launched submitBatch() throws IOException {
    String jar = UserJar.gatedWords(folder).toString();
    List<String> words = new ArrayList<>(List.of("batch", GatedWords.class.getName()));
    words.addAll(List.of(folder.resolve("in").toString(), out().toString(), "--engine", "spark"));
    words.addAll(List.of("-D", "mapreduce.input.fileinputformat.split.maxsize=" + Gate.SPLIT));
    words.add("--json");
    return submit("--jars " + jar, words);
  }

  private void assertSame(String summary, FileSystem files) throws IOException {
    String local = folder.resolve("local").toString();
    Said said =
        Said.by(
            "batch",
            GatedWords.class.getName(),
            folder.resolve("in").toString(),
            local,
            "--engine",
            "local",
            "--json");
    assertThat(BatchOutput.figures(summary)).isEqualTo(BatchOutput.figures(said.out()));
    BatchOutput expected = new BatchOutput(files, new org.apache.hadoop.fs.Path(local));
    assertThat(new BatchOutput(files, new org.apache.hadoop.fs.Path(out().toString())).lines())
        .isEqualTo(expected.lines())
        .contains("words\t400");
  }

  @Test
  void letsTheCommandFinishOnCtrlC() throws Exception {
    try (Launched submitted = submitStream()) {
      List<ProcessHandle> processes = cluster(submitted);
      await("a batch").atMost(LIMIT).until(this::hasWritten);
      submitted.interrupt("INT");
      assertThat(submitted.exitCode()).as("%s", submitted).isEqualTo(130);
      assertThat(submitted.out()).contains("messages in");
      assertNothingIsLeft(processes);
    }
    assertCounted();
  }

  @Test
  void endsTheClusterEvenWhenItIsKilled() throws Exception {
    try (Launched submitted = submitStream()) {
      List<ProcessHandle> processes = cluster(submitted);
      submitted.kill();
      assertThat(submitted.exitCode()).isEqualTo(137);
      assertNothingIsLeft(processes);
    }
  }

  @Test
  void passesOnHowTheCommandEnded() throws Exception {
    try (Launched submitted =
        Launched.script(
            "submit-local", Map.of("TMPDIR", folder.toString()), "stream", "no-such-job")) {
      assertThat(submitted.exitCode()).as("%s", submitted).isEqualTo(2);
      assertThat(submitted.err()).contains("cannot ");
      assertThat(folder).isEmptyDirectory();
    }
  }
}
