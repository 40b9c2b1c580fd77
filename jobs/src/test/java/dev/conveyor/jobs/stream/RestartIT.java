package dev.conveyor.jobs.stream;

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
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.args.ClientPauseMode;

/** Streams that are started again, after a crash, a loss of files, or with other words. */
@Tag("spark")
@Timeout(240)
class RestartIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  private Launched stream(String from, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("stream", "word-count", "--from", from));
    words.addAll(List.of("--out", out().toString(), "--interval", "200ms"));
    words.addAll(List.of(options));
    if (!words.contains("--lease")) {
      words.addAll(List.of("--lease", "2s"));
    }
    return Launched.conveyor(words.toArray(String[]::new));
  }

  private void push(String key, String word, int from, int to) {
    try (Pipeline pipeline = redis.client().pipelined()) {
      IntStream.range(from, to).forEach(number -> pipeline.rpush(key, word + number));
    }
  }

  private void append(String word, int from, int to) {
    try (Pipeline pipeline = redis.client().pipelined()) {
      IntStream.range(from, to)
          .forEach(
              number ->
                  pipeline.xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", word + number)));
    }
  }

  private static Map<String, Long> once(String word, int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .collect(Collectors.toMap(number -> word + number, number -> 1L));
  }

  private Map<String, Long> counted() throws IOException, InterruptedException {
    return Sums.ofBatches(out(), "word-count", folder);
  }

  private boolean hasFile(String pattern) {
    try (Stream<Path> files = Files.walk(out())) {
      return files.anyMatch(file -> out().relativize(file).toString().matches(pattern));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /** Deletes what matches from the checkpoint; returns how many files that were. */
  private int forgetCheckpoint(String names) throws IOException {
    try (Stream<Path> files = Files.list(out().resolve("_conveyor"))) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().matches(names)).toList();
      for (Path file : found) {
        Files.delete(file);
      }
      return found.size();
    }
  }

  private static JsonNode summary(Launched stream) throws IOException, InterruptedException {
    assertThat(stream.exitCode(SOON)).as("%s", stream).isZero();
    return JSON.readTree(stream.lastLine());
  }

  private void assertEnds(Launched stream) throws InterruptedException {
    assertThat(stream.exitCode(SOON)).as("%s", stream).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "KILL"})
  void endsByMarkersOfWhichSomeCameBeforeTheRestart(String signal) throws Exception {
    redis.client().rpush("a", "alpha", "quit");
    redis.client().rpush("b", "beta");
    String[] options = {"--from", redis.list("b"), "--until-quit"};
    try (Launched first = stream(redis.list("a"), options)) {
      await().atMost(SOON).until(() -> hasFile("_conveyor/done-.*"));
      first.interrupt(signal);
      first.exitCode(SOON);
    }
    redis.client().rpush("b", "gamma", "quit");
    try (Launched second = stream(redis.list("a"), options)) {
      assertEnds(second);
    }
    assertThat(counted()).isEqualTo(Map.of("alpha", 1L, "beta", 1L, "gamma", 1L));
  }

  /** Its first batch has nothing but a loss; today's Redis is another one. */
  @Test
  void endsAfterABatchThatHoldsNothingButALoss() throws Exception {
    push("words", "w", 0, 1_000);
    try (Launched first = stream(redis.list("words"), "--until-idle", "1s")) {
      assertEnds(first);
    }
    redis.client().flushAll();
    push("words", "v", 0, 1_000);
    try (Launched second =
        stream(redis.list("words"), "--on-loss", "count", "--until-idle", "1s", "--json")) {
      JsonNode summary = summary(second);
      assertThat(summary.get("messages").asLong()).isEqualTo(1_000);
      assertThat(summary.get("lost").asText()).isEqualTo("unknown");
    }
    Map<String, Long> expected = once("w", 0, 1_000);
    expected.putAll(once("v", 0, 1_000));
    assertThat(counted()).isEqualTo(expected);
    assertThat(redis.client().keys("*:claim:*")).isEmpty();
  }

  /** The driver dies after its output and before its mark: other live messages come then. */
  @Test
  void countsLiveMessagesBesideABatchThatWasNotMarked() throws Exception {
    try (Launched feed = feedAcknowledged("old", 20);
        Launched stream = stream(address(feed))) {
      assertThat(feed.exitCode(SOON)).as("%s", feed).isZero();
      await().atMost(SOON).until(() -> hasFile("_conveyor/done-.*"));
      stream.kill();
      stream.exitCode(SOON);
      assertThat(forgetCheckpoint("done-.*")).isPositive();
      // The other feeder has the same place, since the checkpoint is of that address.
      try (Launched other = feedAcknowledged("new", 20, address(feed));
          Launched second = stream(address(feed))) {
        assertThat(other.exitCode(SOON)).as("%s", other).isZero();
        // What it reads is still being written.
        await()
            .atMost(SOON)
            .ignoreExceptions()
            .untilAsserted(() -> assertThat(counted()).hasSizeGreaterThanOrEqualTo(40));
        second.interrupt("TERM");
        second.exitCode(SOON);
      }
    }
    Map<String, Long> expected = once("old", 0, 20);
    expected.putAll(once("new", 0, 20));
    assertThat(counted()).isEqualTo(expected);
  }

  private Launched feedAcknowledged(String word, int count) throws IOException {
    return feedAcknowledged(word, count, "zmq+tcp://127.0.0.1:0?queue&acknowledged");
  }

  private Launched feedAcknowledged(String word, int count, String to) throws IOException {
    Path lines = folder.resolve(word);
    Files.write(lines, IntStream.range(0, count).mapToObj(number -> word + number).toList());
    return Launched.conveyor("feed", "lines", lines.toString(), "--to", to + "&wait=60s");
  }

  private static String address(Launched feed) throws Exception {
    return feed.awaitErr("feeding ").substring("feeding ".length()).replaceAll("&wait=.*", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list=words", "stream=log"})
  void goesOnWithoutTheNewestFilesOfItsCheckpoint(String named) throws Exception {
    push("words", "w", 0, 3_000);
    append("w", 0, 3_000);
    try (Launched first = stream(redis.at(named), "--limit", "1000", "--until-idle", "1s")) {
      assertEnds(first);
    }
    long batches = Sums.batches(out().resolve("word-count")).size();
    String last = String.format(Locale.ROOT, "%019d", batches - 1);
    assertThat(forgetCheckpoint("(batch|done)-" + last + "-.*")).isEqualTo(2);
    push("words", "v", 0, 1_000);
    append("v", 0, 1_000);
    try (Launched second = stream(redis.at(named), "--until-idle", "1s", "--json")) {
      assertThat(summary(second).get("messages").asLong()).isEqualTo(1_000);
    }
    Map<String, Long> expected = once("w", 0, 3_000);
    expected.putAll(once("v", 0, 1_000));
    assertThat(counted()).isEqualTo(expected);
  }

  @Test
  void keepsACheckpointToItsResultsAndResultsToTheirRun() throws Exception {
    push("words", "w", 0, 100);
    String checkpoint = folder.resolve("checkpoint").toString();
    String[] options = {"--checkpoint", checkpoint, "--until-idle", "1s"};
    try (Launched first = stream(redis.list("words"), options)) {
      assertEnds(first);
    }
    Files.move(out(), folder.resolve("elsewhere"));
    push("words", "v", 0, 20);
    try (Launched moved = stream(redis.list("words"), "--checkpoint", folder.resolve("new") + "")) {
      await().atMost(SOON).until(() -> hasFile("word-count/batch=0/_SUCCESS"));
      moved.interrupt("TERM");
      moved.exitCode(SOON);
    }
    push("words", "u", 0, 20);
    List<String> other = new ArrayList<>(List.of("stream", "word-count", "--from"));
    other.addAll(List.of(redis.list("words"), "--out", folder.resolve("other").toString()));
    other.addAll(List.of("--checkpoint", checkpoint, "--lease", "2s"));
    try (Launched refused = Launched.conveyor(other.toArray(String[]::new))) {
      Said.by(refused).isFailure(checkpoint, "its results are in", "other");
    }
    assertThat(redis.client().llen("words")).isEqualTo(20);
  }

  /**
   * Its driver dies between the output of a batch and its release, with another batch claimed. Its
   * lease is long, since it cannot be renewed meanwhile.
   */
  @Test
  void returnsOnlyWhatIsNotCountedOfAForgottenRun() throws Exception {
    push("words", "w", 0, 300_000);
    String[] options = {"--limit", "100000", "--lease", "5m"};
    try (Launched stream = stream(redis.list("words"), options)) {
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> hasFile("_conveyor/batch-.*"));
      redis.client().clientPause(240_000, ClientPauseMode.WRITE);
      await().atMost(SOON).until(() -> hasFile("word-count/batch=0/_SUCCESS"));
      stream.kill();
      stream.exitCode(SOON);
    }
    redis.client().clientUnpause();
    String name = redis.client().smembers("{words}:runs").iterator().next();
    redis.client().hset("{words}:run:" + name, "lease", "0"); // As if it had run out.
    try (Launched queue =
        Launched.conveyor("queue", redis.list("words"), "--drop-run", name, "--json")) {
      assertThat(summary(queue).get("runs")).isEmpty();
    }
    Map<String, Long> all = counted();
    assertThat(all).hasSizeGreaterThanOrEqualTo(100_000);
    redis.client().lrange("words", 0, -1).forEach(word -> all.merge(word, 1L, Long::sum));
    assertThat(all).isEqualTo(once("w", 0, 300_000));
    try (Launched again = stream(redis.list("words"))) {
      Said.by(again).isFailure(out().toString(), "has no checkpoint of a run", "name a new one");
    }
    assertThat(redis.client().smembers("{words}:runs")).isEmpty();
  }

  @Test
  void asksForTheCheckpointOfARunThatItForgets() throws Exception {
    push("words", "w", 0, 1_000);
    try (Launched stream = stream(redis.list("words"), "--limit", "100")) {
      await().atMost(SOON).until(() -> hasFile("word-count/batch=0/_SUCCESS"));
      stream.interrupt("TERM");
      stream.exitCode(SOON);
    }
    String name = redis.client().smembers("{words}:runs").iterator().next();
    Path elsewhere = Files.move(out(), folder.resolve("elsewhere"));
    String[] queue = {"queue", redis.list("words"), "--drop-run", name};
    Said.by(queue).isFailure("cannot drop run " + name, "--checkpoint DIR", "--without-checkpoint");
    List<String> there = new ArrayList<>(List.of(queue));
    there.addAll(List.of("--checkpoint", elsewhere.resolve("_conveyor").toString()));
    try (Launched forgets = Launched.conveyor(there.toArray(String[]::new))) {
      assertThat(forgets.exitCode(SOON)).as("%s", forgets).isZero();
    }
    Map<String, Long> all = Sums.ofBatches(elsewhere, "word-count", folder);
    redis.client().lrange("words", 0, -1).forEach(word -> all.merge(word, 1L, Long::sum));
    assertThat(all).isEqualTo(once("w", 0, 1_000));
  }
}
