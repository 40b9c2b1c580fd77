package dev.conveyor.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.failure.BatchException;
import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.local.LocalBatch;
import dev.conveyor.jobs.output.OutputTarget;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.plan.SaveMode;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.run.RunException;
import dev.conveyor.streaming.run.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * A batch over a list whose driver fails at each step by which it changes files. Afterwards each
 * message is in one complete output or in the list, an older result was not lost, and nothing is
 * left beside them. It tries one step in {@code conveyor.steps.stride}; 1 takes minutes.
 */
@Timeout(600)
abstract class BatchInSteps {
  static final int STRIDE = Integer.getInteger("conveyor.steps.stride", 3);
  static final int FIRST = Integer.getInteger("conveyor.steps.first", 1);
  static final Duration LEASE = Duration.ofMillis(300);
  static final String OLD = "old";
  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  final ExecutorService zombie = Executors.newSingleThreadExecutor();
  @TempDir Path folder;
  Jedis client;
  Path root;
  String list;

  @AfterEach
  void end() {
    zombie.shutdownNow();
  }

  Path out() {
    return root.resolve("out");
  }

  Path other() {
    return root.resolve("other");
  }

  void begin(int step, SaveMode existing) throws IOException {
    root = Files.createDirectory(folder.resolve("at-" + existing + "-" + step));
    list = "list-" + root.getParent().getFileName() + "-" + existing + "-" + step;
    createOld(existing);
    push(0, 5);
  }

  void createOld(SaveMode existing) throws IOException {
    if (existing == SaveMode.OVERWRITE) {
      Files.createDirectory(out());
      Files.writeString(out().resolve("part-00000"), OLD + "\t1\n");
      Files.createFile(out().resolve("_SUCCESS"));
    }
  }

  void push(int from, int to) {
    for (int i = from; i < to; i++) {
      client.rpush(list, "word" + i);
    }
  }

  void batch(StepFault fault, Path output, SaveMode existing) throws InterruptedException {
    BatchPlan plan =
        BatchPlan.of(Jobs.named("word-count"), InputFiles.of(List.of()), output.toString())
            .withSaveMode(existing);
    RunPlan queues =
        RunPlan.of(
                OutputTarget.checkpointFolder(output.toString()),
                Address.parse("redis://127.0.0.1:" + redis.port() + "?list=" + list))
            .withJobs(List.of("word-count into " + output))
            .withLease(LEASE);
    Batch.run(plan.withQueues(queues), new LocalBatch(), SteppedFiles.of(fault), (a, b) -> {});
  }

  /** Returns the failure, or null. */
  RuntimeException failure(StepFault fault, SaveMode existing) throws InterruptedException {
    try {
      batch(fault, out(), existing);
      return null;
    } catch (BatchException | RunException | TransportException e) {
      return e;
    }
  }

  /** The words of all complete outputs and of the list, each as often as it was counted. */
  List<String> ledger() throws IOException {
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

  static List<String> words(int to) {
    return Stream.iterate(0, i -> i < to, i -> i + 1).map(i -> "word" + i).toList();
  }

  void assertSettled(String at, int words, String... names) throws IOException {
    assertThat(ledger()).as(at).isEqualTo(words(words));
    try (Stream<Path> left = Files.walk(root)) {
      assertThat(left.map(path -> root.relativize(path).toString()))
          .as(at)
          .containsExactlyInAnyOrder(names);
    }
    assertThat(client.keys("*" + list + "*")).as(at).noneMatch(key -> key.contains("claim:"));
  }

  static String[] names(String... outputs) {
    List<String> names = new ArrayList<>(List.of(""));
    for (String output : outputs) {
      names.add(output);
      for (String file : List.of("_SUCCESS", "_figures", "_snapshot", "part-00000")) {
        names.add(output + "/" + file);
      }
    }
    return names.toArray(String[]::new);
  }
}
