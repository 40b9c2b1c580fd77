package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.cluster.PlainName;
import dev.conveyor.jobs.cluster.UserJar;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.kit.WaitingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches over a list whose process is killed or interrupted, on every engine. */
class BatchQueueKillIT extends BatchOfAQueue {
  /** A batch of the job that waits, in a process of its own. */
  private Launched waiting(String engine, String... options) throws IOException {
    String jar =
        UserJar.write(PlainName.of(folder).resolve("own.jar"), WaitingJob.class).toString();
    List<String> words = new ArrayList<>(List.of("batch", WaitingJob.class.getName()));
    words.addAll(List.of(redis.list("lines"), out().toString()));
    words.addAll(List.of("--engine", engine, "-libjars", jar));
    words.addAll(List.of(options));
    return Launched.conveyor(words.toArray(String[]::new));
  }

  /** Claims of a killed driver wait for the same command. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void aBatchThatWasKilledIsRunAgainWithTheSameMessages(String engine) throws Exception {
    Path marker = folder.resolve("marker");
    push(Collections.nCopies(2_000, marker.toString().getBytes(UTF_8)));
    try (Launched killed = waiting(engine, "--lease", "1s", "--json")) {
      await("the first record")
          .atMost(LIMIT)
          .until(() -> Files.exists(folder.resolve("marker.begun")) || !killed.isAlive());
      killed.kill();
      assertThat(killed.exitCode()).as("%s", killed).isEqualTo(137);
    }
    assertThat(out()).doesNotExist();
    push(List.of("later".getBytes(UTF_8)));
    Files.createFile(marker);
    try (Launched again = waiting(engine, "--lease", "1s", "--json")) {
      Said said = Said.by(again);
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.out()).contains("{\"records\":2000,");
    }
    assertThat(lines(out())).containsExactly("\t2000");
    assertThat(redis.client().lrange("lines", 0, -1)).containsExactly("later");
    assertThat(names()).filteredOn(name -> name.endsWith(".conveyor")).isEmpty();
  }

  /** Returns whether it has just claimed them, or is in the middle of its work. */
  @ParameterizedTest
  @CsvSource({"local,false", "spark,false", "hadoop,false", "spark,true", "hadoop,true"})
  void aBatchThatIsInterruptedGivesBackWhatItHolds(String engine, boolean midway) throws Exception {
    byte[] marker = folder.resolve("marker").toString().getBytes(UTF_8);
    Path begun = folder.resolve("marker.begun");
    push(Collections.nCopies(2_000, marker));
    try (Launched batch = waiting(engine)) {
      await("a claim").atMost(LIMIT).until(() -> !redis.client().exists(KEY) || !batch.isAlive());
      await("the first record")
          .atMost(LIMIT)
          .until(() -> !midway || Files.exists(begun) || !batch.isAlive());
      batch.interrupt("INT");
      assertThat(batch.exitCode()).as("%s", batch).isEqualTo(130);
      assertThat(batch.err()).doesNotContain("\tat ", "ERROR");
    }
    assertThat(redis.client().lrange(KEY, 0, -1)).hasSize(2_000).containsOnly(marker);
    Files.deleteIfExists(begun);
    assertThat(names()).containsExactly("own.jar");
  }
}
