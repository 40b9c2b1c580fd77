package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.kit.Sums;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;

/** Runs that meet each other, and a Redis that loses messages. */
@Timeout(180)
class RunIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(40);

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private Launched stream(String from, String out, String... options) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "stream",
                "word-count",
                "--from",
                from,
                "--out",
                folder.resolve(out).toString(),
                "--interval",
                "200ms"));
    words.addAll(List.of(options));
    if (!words.contains("--lease")) {
      words.addAll(List.of("--lease", "2s"));
    }
    return Launched.conveyor(words.toArray(String[]::new));
  }

  private static JsonNode summary(Launched stream) throws IOException, InterruptedException {
    assertThat(stream.exitCode()).as("%s", stream).isZero();
    return JSON.readTree(stream.lastLine());
  }

  private static List<String> words(int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> "w" + number).toList();
  }

  private void push(List<String> words) {
    try (Pipeline pipeline = redis.client().pipelined()) {
      words.forEach(word -> pipeline.rpush("words", word));
    }
  }

  private void append(List<String> words) {
    try (Pipeline pipeline = redis.client().pipelined()) {
      words.forEach(word -> pipeline.xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", word)));
    }
  }

  private Map<String, Long> counted(String out) throws IOException, InterruptedException {
    return Sums.ofBatches(folder.resolve(out), "word-count", folder);
  }

  private static Map<String, Long> once(List<String> words) {
    Map<String, Long> once = new TreeMap<>();
    words.forEach(word -> once.put(word, 1L));
    return once;
  }

  private boolean hasWritten(String out) {
    try (Stream<Path> files = Files.walk(folder.resolve(out).resolve("word-count"))) {
      return files.anyMatch(file -> file.endsWith("_SUCCESS"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  @Test
  void shareAListAndReadALogEachWholly() throws Exception {
    push(words(0, 4_000));
    append(words(0, 2_000));
    try (Launched one = two("one");
        Launched other = two("other")) {
      await().atMost(SOON).until(() -> hasWritten("one") && hasWritten("other"));
      push(words(4_000, 8_000));
      long messages =
          summary(one).get("messages").asLong() + summary(other).get("messages").asLong();
      assertThat(messages).isEqualTo(8_000 + 2 * 2_000);
    }
    Map<String, Long> all = counted("one");
    counted("other").forEach((word, count) -> all.merge(word, count, Long::sum));
    Map<String, Long> expected = once(words(0, 8_000));
    words(0, 2_000).forEach(word -> expected.merge(word, 2L, Long::sum));
    assertThat(all).isEqualTo(expected);
  }

  private Launched two(String out) throws IOException {
    return stream(
        redis.list("words"), out, "--from", redis.at("stream=log"), "--until-idle", "3s", "--json");
  }

  @Test
  void leaveAPlainConsumerItsShareAndTrimWhatIsCounted() throws Exception {
    push(words(0, 200_000));
    append(words(0, 5_000));
    List<String> popped = new ArrayList<>();
    String log = redis.at("stream=log") + "&trim";
    try (Launched stream =
        stream(redis.list("words") + "&shared", "out", "--from", log, "--until-idle", "2s")) {
      await().atMost(SOON).until(() -> hasWritten("out"));
      String word = redis.client().lpop("words");
      while (word != null) {
        popped.add(word);
        word = redis.client().lpop("words");
      }
      assertThat(stream.exitCode()).as("%s", stream).isZero();
    }
    assertThat(popped).isNotEmpty();
    Map<String, Long> all = counted("out");
    popped.forEach(word -> all.merge(word, 1L, Long::sum));
    Map<String, Long> expected = once(words(0, 200_000));
    words(0, 5_000).forEach(word -> expected.merge(word, 1L, Long::sum));
    assertThat(all).isEqualTo(expected);
    assertThat(redis.client().xlen("log")).isLessThan(1_000);
  }

  @Test
  void haveOneDriverAtATime() throws Exception {
    push(words(0, 1_000));
    // The second driver waits until it sees the first one renew, its successor for one lease.
    try (Launched first = stream(redis.list("words"), "out", "--lease", "6s")) {
      await().atMost(SOON).until(() -> hasWritten("out"));
      try (Launched second = stream(redis.list("words"), "out")) {
        Said.by(second).isFailure(redis.list("words"), "another driver", "alive");
      }
      assertThat(first.isAlive()).isTrue();
      first.interrupt("STOP");
      try (Launched successor = stream(redis.list("words"), "out", "--until-idle", "2s")) {
        assertThat(successor.exitCode()).as("%s", successor).isZero();
      } finally {
        push(words(1_000, 2_000));
        first.interrupt("CONT");
      }
      assertThat(first.exitCode()).as("%s", first).isEqualTo(1);
      assertThat(first.err()).contains("this driver is fenced");
    }
    assertThat(counted("out")).isEqualTo(once(words(0, 1_000)));
    assertThat(redis.client().llen("words")).isEqualTo(1_000);
  }

  @Test
  void endOnLossOrCountIt() throws Exception {
    append(words(0, 1_000));
    String log = redis.at("stream=log");
    try (Launched stream = stream(log, "out", "--until-idle", "1s")) {
      assertThat(stream.exitCode()).as("%s", stream).isZero();
    }
    append(words(1_000, 2_000));
    redis.client().xtrim("log", 400, false);
    boolean isCounted = redis.client().info("server").contains("redis_version:7");
    try (Launched stream = stream(log, "out", "--until-idle", "1s", "--json")) {
      assertThat(stream.exitCode()).as("%s", stream).isEqualTo(1);
      assertThat(stream.err())
          .contains("cannot go on reading " + log)
          .contains(isCounted ? "600 messages" : "an unknown number of messages")
          .contains("--on-loss count");
    }
    try (Launched stream =
        stream(log, "out", "--on-loss", "count", "--until-idle", "1s", "--json")) {
      JsonNode summary = summary(stream);
      assertThat(summary.get("messages").asLong()).isEqualTo(400);
      assertThat(summary.get("lost").asText()).isEqualTo(isCounted ? "600" : "unknown");
    }
    List<String> kept = new ArrayList<>(words(0, 1_000));
    kept.addAll(words(1_600, 2_000));
    assertThat(counted("out")).isEqualTo(once(kept));
  }

  @Test
  void giveNoGuaranteeThatAnAddressCannotHave() {
    String out = folder.resolve("out").toString();
    String topic = "zmq+tcp://127.0.0.1:1?topic=poem";
    Said.by("stream", "word-count", "--from", topic, "--out", out, "--guarantee", "exactly-once")
        .isMisuse(topic, "exactly-once", "at-most-once", "redis://localhost?list=words")
        .atOnce();
    String queue = "zmq+tcp://127.0.0.1:1?queue&acknowledged";
    Said.by("stream", "word-count", "--from", queue, "--out", out, "--guarantee", "exactly-once")
        .isMisuse(queue, "at-least-once")
        .atOnce();
    Said.by("stream", "word-count", "--from", queue, "--out", out, "--guarantee", "at-most-once")
        .isMisuse(queue, "at-most-once", "at-least-once")
        .atOnce();
    Said.by("stream", "word-count", "--from", queue, "--out", out, "--guarantee", "surely")
        .isMisuse("surely")
        .atOnce();
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
