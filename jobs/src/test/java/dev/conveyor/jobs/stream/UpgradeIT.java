package dev.conveyor.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.cluster.Installation;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Sums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Pipeline;

/** A run that starts on one Spark version and resumes on another. */
@Tag("spark")
@Timeout(240)
class UpgradeIT {
  private static final Path FIRST_LINE = Installation.HOME.resolve("jobs/target/conveyor-jobs.jar");
  private static final Path SECOND_LINE =
      Installation.HOME.resolve("jobs/target/scala-2.13/conveyor-jobs.jar");

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  @Test
  void goesOnWithARunWhoseDriverWasKilled() throws Exception {
    assumeThat(FIRST_LINE).as("the jar for Spark 3.5").exists();
    assumeThat(SECOND_LINE).as("the jar for Spark 4.0").exists();
    push(0, 20_000);
    try (Launched before = stream("3.5", "--limit", "500")) {
      await().atMost(Duration.ofMinutes(1)).until(() -> completed() > 2);
      before.kill();
      before.exitCode();
    }
    long counted = completed();
    push(20_000, 21_000);
    try (Launched after = stream("4.0", "--until-idle", "2s")) {
      assertThat(after.exitCode()).as("%s", after).isZero();
    }
    assertThat(completed()).isGreaterThan(counted);
    assertThat(Sums.ofBatches(folder.resolve("out"), "word-count", folder)).isEqualTo(once(21_000));
  }

  private Launched stream(String spark, String... options) throws IOException {
    String out = folder.resolve("out").toString();
    List<String> words = new ArrayList<>(List.of("stream", "word-count", "--out", out));
    words.addAll(List.of("--from", redis.list("words"), "--interval", "100ms", "--lease", "2s"));
    words.addAll(List.of(options));
    return Launched.conveyor(Map.of("CONVEYOR_SPARK", spark), words.toArray(String[]::new));
  }

  private void push(int from, int to) {
    try (Pipeline pipeline = redis.client().pipelined()) {
      IntStream.range(from, to).forEach(number -> pipeline.rpush("words", "w" + number));
    }
  }

  /** How many batches count. */
  private long completed() throws IOException {
    Path results = folder.resolve("out/word-count");
    if (!Files.exists(results)) {
      return 0;
    }
    return Sums.batches(results).stream()
        .filter(batch -> Files.exists(batch.resolve("_SUCCESS")))
        .count();
  }

  private static Map<String, Long> once(int words) {
    return IntStream.range(0, words)
        .boxed()
        .collect(Collectors.toMap(number -> "w" + number, number -> 1L));
  }
}
