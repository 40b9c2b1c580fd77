package dev.conveyor.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.cluster.PlainName;
import dev.conveyor.jobs.cluster.UserJar;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Sums;
import dev.conveyor.jobs.kit.WaitingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;

/**
 * Messages of {@code stream} and {@code batch} about a Redis that has lost or restored messages.
 */
@Timeout(240)
class LossIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String FAIL = "fail";
  private static final String COUNT = "count";

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  private Launched stream(String from, String onLoss, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("stream", "word-count", "--from", from));
    words.addAll(List.of("--out", out().toString(), "--interval", "200ms", "--lease", "2s"));
    words.addAll(List.of("--until-idle", "1s", "--on-loss", onLoss));
    words.addAll(List.of(options));
    return Launched.conveyor(words.toArray(String[]::new));
  }

  private static JsonNode summary(Launched command) throws IOException, InterruptedException {
    assertThat(command.exitCode()).as("%s", command).isZero();
    return JSON.readTree(command.lastLine());
  }

  private void assertReads(String from, int messages) throws IOException, InterruptedException {
    try (Launched stream = stream(from, FAIL, "--json")) {
      JsonNode summary = summary(stream);
      assertThat(summary.get("messages").asInt()).isEqualTo(messages);
      assertThat(summary.get("lost").asText()).isEqualTo("0");
      assertThat(summary.get("countedTwice").asText()).isEqualTo("0");
    }
  }

  private static void assertFails(Launched command, String... said)
      throws IOException, InterruptedException {
    assertThat(command.exitCode()).as("%s", command).isEqualTo(1);
    assertThat(command.err()).contains(said).contains("--on-loss count");
    assertThat(command.out()).doesNotContain(" 0 lost");
  }

  private void append(String word, int from, int to) {
    for (int i = from; i < to; i++) {
      redis.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", word + i));
    }
  }

  private void push(String word, int from, int to) {
    IntStream.range(from, to).forEach(i -> redis.client().rpush("words", word + i));
  }

  /** How often the stream has counted words that begin so. */
  private long counted(String word) throws IOException, InterruptedException {
    return Sums.ofBatches(out(), "word-count", folder).entrySet().stream()
        .filter(sum -> sum.getKey().startsWith(word))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 15, 30})
  void ofAStreamThatWasDeletedAndFilledAgain(int entries) throws Exception {
    String log = redis.at("stream=log");
    append("read", 0, 10);
    assertReads(log, 10);
    append("unread", 0, 5);
    redis.client().del("log");
    append("new", 0, entries);
    try (Launched stream = stream(log, FAIL)) {
      assertFails(stream, log, "an unknown number of messages", "deleted, replaced or restored");
    }
    assertThat(counted("new")).isZero();
    try (Launched stream = stream(log, COUNT, "--json")) {
      JsonNode summary = summary(stream);
      assertThat(summary.get("messages").asInt()).isEqualTo(entries);
      assertThat(summary.get("lost").asText()).isEqualTo("unknown");
      assertThat(summary.get("countedTwice").asText()).isEqualTo("0");
    }
    assertThat(counted("read")).isEqualTo(10);
    assertThat(counted("new")).isEqualTo(entries);
  }

  @Test
  void ofAStreamWhoseUnreadEntriesWereDeletedOneByOne() throws Exception {
    String log = redis.at("stream=log");
    append("read", 0, 10);
    assertReads(log, 10);
    append("unread", 0, 9);
    redis.client().xrange("log", "-", "+").stream()
        .skip(12)
        .limit(4)
        .forEach(entry -> redis.client().xdel("log", entry.getID()));
    boolean isCounted = redis.client().info("server").contains("redis_version:7");
    if (isCounted) {
      try (Launched stream = stream(log, FAIL)) {
        assertFails(stream, log, "4 messages were trimmed or deleted");
      }
    }
    try (Launched stream = stream(log, COUNT)) {
      assertThat(stream.exitCode()).as("%s", stream).isZero();
      assertThat(stream.out())
          .contains("5 messages in")
          .contains(isCounted ? "4 lost;" : "0 lost;");
    }
    assertThat(counted("unread")).isEqualTo(5);
  }

  @Tag("spark")
  @Test
  void ofAListThatWasRestoredToAnEarlierState() throws Exception {
    String list = redis.list("words");
    push("first", 0, 10);
    assertReads(list, 10);
    push("second", 0, 20);
    Map<String, byte[]> earlier = new HashMap<>();
    redis.client().keys("*").forEach(key -> earlier.put(key, redis.client().dump(key)));
    assertReads(list, 20);
    push("third", 0, 5);
    assertReads(list, 5);
    redis.client().flushAll();
    earlier.forEach((key, dump) -> redis.client().restore(key, 0, dump));
    try (Launched stream = stream(list, FAIL)) {
      assertFails(stream, list, "an unknown number", "counted twice");
    }
    assertThat(redis.client().llen("words")).isEqualTo(20);
    try (Launched stream = stream(list, COUNT, "--json")) {
      JsonNode summary = summary(stream);
      assertThat(summary.get("messages").asInt()).isEqualTo(20);
      assertThat(summary.get("lost").asText()).isEqualTo("unknown");
      assertThat(summary.get("countedTwice").asText()).isEqualTo("unknown");
    }
    assertThat(counted("second")).isEqualTo(40);
    assertReads(list, 0);
  }

  /** Killed in the middle of its work: what it held is beside the list, or in the stream. */
  private List<String> killed(String from, String engine) throws Exception {
    Path marker = folder.resolve("marker");
    String jar =
        UserJar.write(PlainName.of(folder).resolve("own.jar"), WaitingJob.class).toString();
    List<String> words = List.of("batch", WaitingJob.class.getName(), from, out().toString());
    List<String> options = List.of("--engine", engine, "-libjars", jar, "--lease", "1s", "--json");
    List<String> command = new ArrayList<>(words);
    command.addAll(options);
    try (Launched killed = Launched.conveyor(command.toArray(String[]::new))) {
      await("the first record")
          .atMost(SOON)
          .until(() -> Files.exists(folder.resolve("marker.begun")) || !killed.isAlive());
      killed.kill();
      assertThat(killed.exitCode()).as("%s", killed).isEqualTo(137);
    }
    Files.createFile(marker);
    return command;
  }

  private static Launched again(List<String> command, String onLoss) throws IOException {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("--on-loss", onLoss));
    return Launched.conveyor(words.toArray(String[]::new));
  }

  private static void assertCounts(List<String> command, int records, int lost) throws Exception {
    try (Launched counts = again(command, COUNT)) {
      JsonNode summary = summary(counts);
      assertThat(summary.get("records").asInt()).isEqualTo(records);
      assertThat(summary.get("lost").asInt()).isEqualTo(lost);
      assertThat(summary.get("countedTwice").asInt()).isZero();
    }
  }

  /** Remaining messages return to the list. */
  @Test
  void ofABatchThatEndsWhereItsClaimWasShortened() throws Exception {
    String marker = folder.resolve("marker").toString();
    redis.client().rpush("words", Collections.nCopies(200, marker).toArray(String[]::new));
    List<String> command = killed(redis.list("words"), "local");
    redis.client().ltrim(redis.client().keys("*:claim:*").iterator().next(), 0, 149);
    try (Launched fails = again(command, FAIL)) {
      assertFails(fails, "50 messages were gone after they had been chosen");
    }
    assertThat(out()).doesNotExist();
    assertThat(redis.client().llen("words")).isEqualTo(150);
  }

  @Tag("spark")
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop"})
  void ofAListWhoseClaimWasShortenedUnderABatch(String engine) throws Exception {
    String marker = folder.resolve("marker").toString();
    redis.client().rpush("words", Collections.nCopies(200, marker).toArray(String[]::new));
    List<String> command = killed(redis.list("words"), engine);
    String claim = redis.client().keys("*:claim:*").iterator().next();
    redis.client().ltrim(claim, 0, 149);
    assertCounts(command, 150, 50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark"})
  void ofAStreamThatWasTrimmedUnderABatch(String engine) throws Exception {
    String marker = folder.resolve("marker").toString();
    for (int i = 0; i < 200; i++) {
      redis.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", marker));
    }
    List<String> command = killed(redis.at("stream=log"), engine);
    redis.client().xtrim("log", 120, false);
    assertCounts(command, 120, 80);
  }

  @Test
  void ofARedisThatWasEmptiedUnderABatch() throws Exception {
    String marker = folder.resolve("marker").toString();
    redis.client().rpush("words", Collections.nCopies(200, marker).toArray(String[]::new));
    List<String> command = killed(redis.list("words"), "local");
    redis.client().flushAll();
    push("later", 0, 3);
    assertCounts(command, 0, 200);
    assertThat(redis.client().lrange("words", 0, -1).stream().collect(Collectors.joining(" ")))
        .isEqualTo("later0 later1 later2");
  }
}
