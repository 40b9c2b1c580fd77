package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.output.OutputTarget;
import dev.conveyor.jobs.local.LocalBatch;
import dev.conveyor.jobs.plan.SaveMode;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.LocalRedis;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunException;
import dev.conveyor.streaming.run.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.plan.BatchPlan;

/**
 * A driver of a batch over a list that dies, or is paused, at each step by which it changes files.
 * Afterwards each message is in one complete output or in the list, an older result was not lost,
 * and nothing is left beside them. One step in so many runs here; 1 takes minutes.
 */
@Timeout(600)
class BatchStepsIT {
  private static final int STRIDE = Integer.getInteger("conveyor.steps.stride", 3);
  private static final int FIRST = Integer.getInteger("conveyor.steps.first", 1);
  private static final Duration LEASE = Duration.ofMillis(300);
  private static final String OLD = "old";
  private static LocalRedis redis;

  private final ExecutorService zombie = Executors.newSingleThreadExecutor();
  @TempDir Path folder;
  private Jedis client;
  private Path root;
  private String list;

  @BeforeAll
  static void start() throws InterruptedException {
    redis = LocalRedis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void end() {
    zombie.shutdownNow();
  }

  private Path out() {
    return root.resolve("out");
  }

  private Path other() {
    return root.resolve("other");
  }

  private void begin(int step, SaveMode existing) throws IOException {
    root = Files.createDirectory(folder.resolve("at-" + existing + "-" + step));
    list = "list-" + root.getParent().getFileName() + "-" + existing + "-" + step;
    createOld(existing);
    push(0, 5);
  }

  private void createOld(SaveMode existing) throws IOException {
    if (existing == SaveMode.OVERWRITE) {
      Files.createDirectory(out());
      Files.writeString(out().resolve("part-00000"), OLD + "\t1\n");
      Files.createFile(out().resolve("_SUCCESS"));
    }
  }

  private void push(int from, int to) {
    for (int i = from; i < to; i++) {
      client.rpush(list, "word" + i);
    }
  }

  private void batch(StepFault fault, Path output, SaveMode existing) throws InterruptedException {
    BatchPlan plan =
        BatchPlan.of(Jobs.named("word-count"), InputFiles.of(List.of()), output.toString()).withSaveMode(existing);
    RunPlan queues =
        RunPlan.of(
                OutputTarget.checkpointFolder(output.toString()),
                Address.parse("redis://127.0.0.1:" + redis.port() + "?list=" + list))
            .withJobs(List.of("word-count into " + output))
            .withLease(LEASE);
    Batch.run(plan.withQueues(queues), new LocalBatch(), SteppedFiles.of(fault), (a, b) -> {});
  }

  /** Returns the failure, or null. */
  private RuntimeException failure(StepFault fault, SaveMode existing) throws InterruptedException {
    try {
      batch(fault, out(), existing);
      return null;
    } catch (BatchException | RunException | TransportException e) {
      return e;
    }
  }

  /** The words of all complete outputs and of the list, each as often as it was counted. */
  private List<String> ledger() throws IOException {
    List<String> words = new ArrayList<>(client.lrange(list, 0, -1));
    for (Path output : List.of(out(), other())) {
      if (Files.exists(output.resolve("_SUCCESS"))) {
        try (Stream<Path> parts = Files.list(output)) {
          for (Path part : parts.filter(path -> path.toString().contains("/part-")).toList()) {
            for (String line : Files.readAllLines(part)) {
              String[] fields = line.split("\t", -1);
              for (int i = 0; i < Integer.parseInt(fields[1]); i++) {
                words.add(fields[0]);
              }
            }
          }
        }
      }
    }
    words.sort(null);
    return words;
  }

  private static List<String> words(int to) {
    return Stream.iterate(0, i -> i < to, i -> i + 1).map(i -> "word" + i).toList();
  }

  private void assertSettled(String at, int words, String... names) throws IOException {
    assertThat(ledger()).as(at).isEqualTo(words(words));
    try (Stream<Path> left = Files.walk(root)) {
      assertThat(left.map(path -> root.relativize(path).toString()))
          .as(at)
          .containsExactlyInAnyOrder(names);
    }
    assertThat(client.keys("*" + list + "*")).as(at).noneMatch(key -> key.contains("claim:"));
  }

  private static String[] names(String... outputs) {
    List<String> names = new ArrayList<>(List.of(""));
    for (String output : outputs) {
      names.add(output);
      for (String file : List.of("_SUCCESS", "_figures", "_snapshot", "part-00000")) {
        names.add(output + "/" + file);
      }
    }
    return names.toArray(String[]::new);
  }

  /** Once its result is released, a driver reports success: what is left to do is to tidy up. */
  @ParameterizedTest
  @CsvSource({
    "DIES_BEFORE,ERROR_IF_EXISTS",
    "DIES_BEFORE,OVERWRITE",
    "DIES_AFTER,ERROR_IF_EXISTS",
    "DIES_AFTER,OVERWRITE"
  })
  void theSameCommandCompletesWhatADriverBeganThatDied(StepFault.Kind kind, SaveMode existing)
      throws Exception {
    int step = FIRST;
    boolean more = true;
    try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
      client = jedis;
      while (more) {
        begin(step, existing);
        StepFault fault = new StepFault(kind + list, kind, step);
        RuntimeException died = failure(fault, existing);
        String at = kind + " " + existing + " at " + step + " of " + fault.steps();
        more = fault.isReached();
        boolean isOver = fault.hasPerformed("delete _unreleased");
        System.err.println("DBG " + at + " died " + died + " more " + more);
        push(5, 7);
        if (more && !isOver) {
          RuntimeException failed = failure(StepFault.none("next" + list), existing);
          assertThat(failed).as(at).isNull();
        }
        assertThat(out().resolve("_SUCCESS")).as(at).exists();
        assertSettled(at, 7, names("out"));
        step += STRIDE;
      }
    }
    assertThat(step).isGreaterThan(20);
  }

  /** Its drivers left a draft beside the output, and a record. */
  @Test
  void nothingStaysOfABatchThatIsForgotten() throws Exception {
    try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
      client = jedis;
      begin(1, SaveMode.ERROR_IF_EXISTS);
      StepFault fault = new StepFault("forgotten" + list, StepFault.Kind.DIES_BEFORE, 11);
      assertThat(failure(fault, SaveMode.ERROR_IF_EXISTS)).as("%s", fault.steps()).isNotNull();
      try (Stream<Path> left = Files.list(root)) {
        assertThat(left.filter(path -> path.toString().endsWith(".draft"))).hasSize(1);
      }
      Configuration configuration = new Configuration();
      RunPlan plan = Run.recorded(OutputTarget.checkpointFolder(out().toString()), configuration);
      String name = client.smembers("{" + list + "}:runs").iterator().next();
      Optional<String> output = Optional.of(out().toString());
      assertThat(DroppedBatch.drop(plan, name, output, configuration)).isEqualTo(5);
      assertSettled("forgotten", 5, "");
    }
  }

  /** Of a driver that died its draft may stay: nothing tells whether it lives. */
  @ParameterizedTest
  @EnumSource(SaveMode.class)
  void theSameCommandOverFilesCompletesToo(SaveMode existing) throws Exception {
    Path input = Files.writeString(folder.resolve("input"), "new new\n");
    boolean more = true;
    int step = 1;
    while (more) {
      root = Files.createDirectory(folder.resolve("files-" + step));
      createOld(existing);
      BatchPlan plan =
          BatchPlan.of(Jobs.named("word-count"), InputFiles.of(List.of(input.toString())), out().toString())
              .withSaveMode(existing);
      StepFault fault = new StepFault("files" + root, StepFault.Kind.DIES_BEFORE, step);
      try {
        Batch.run(plan, new LocalBatch(), SteppedFiles.of(fault), (done, all) -> {});
      } catch (BatchException e) {
        assertThat(fault.isReached()).as("%s", fault.steps()).isTrue();
      }
      more = fault.isReached();
      if (more && (existing == SaveMode.OVERWRITE || !Files.exists(out().resolve("_SUCCESS")))) {
        StepFault none = StepFault.none("next" + root);
        Batch.run(plan, new LocalBatch(), SteppedFiles.of(none), (done, all) -> {});
      }
      assertThat(out().resolve("_SUCCESS")).as("%s", fault.steps()).exists();
      assertThat(out().resolve("part-00000")).as("%s", fault.steps()).hasContent("new\t2\n");
      try (Stream<Path> left = Files.list(root)) {
        assertThat(left.map(path -> path.getFileName().toString()))
            .as("%s", fault.steps())
            .noneMatch(name -> name.endsWith(".former"));
      }
      step++;
    }
    assertThat(step).isGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource(SaveMode.class)
  void aDriverThatWasPausedChangesNothingAfterItsSuccessor(SaveMode existing) throws Exception {
    pausesEverywhere(existing, false);
  }

  @ParameterizedTest
  @EnumSource(SaveMode.class)
  void norAfterAnotherBatchOfTheSameList(SaveMode existing) throws Exception {
    pausesEverywhere(existing, true);
  }

  private void pausesEverywhere(SaveMode existing, boolean third) throws Exception {
    int step = FIRST;
    boolean more = true;
    try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
      client = jedis;
      while (more) {
        begin(step, existing);
        StepFault fault = new StepFault("paused" + list, StepFault.Kind.PAUSES, step);
        Future<RuntimeException> paused = zombie.submit(() -> failure(fault, existing));
        await("step " + step).until(() -> fault.isReached() || paused.isDone());
        more = fault.isReached();
        freezeHeartbeats();
        push(5, 7);
        String at = "paused " + existing + " at " + step + " of " + fault.steps();
        boolean isLate = more;
        if (isLate) {
          assertThat(failure(StepFault.none("next" + list), existing)).as(at).isNull();
          assertThat(out().resolve("_SUCCESS")).as(at).exists();
          if (third) {
            push(7, 9);
            batch(StepFault.none("third" + list), other(), existing);
          }
        }
        fault.resume();
        paused.get();
        assertThat(Files.readString(out().resolve("part-00000"), UTF_8)).as(at).doesNotContain(OLD);
        assertSettled(
            at, third && isLate ? 9 : 7, third && isLate ? names("out", "other") : names("out"));
        step += STRIDE;
      }
    }
    assertThat(step).isGreaterThan(20);
  }

  /** A process that is paused renews nothing. */
  private static void freezeHeartbeats() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("conveyor-heartbeat")) {
        thread.interrupt();
      }
    }
  }
}
