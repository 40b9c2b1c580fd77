package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.streaming.redis.LocalRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Transaction;

/** {@code stream} in a process of its own, on a real Redis and real ZeroMQ sockets. */
@Tag("spark")
@Timeout(120)
class StreamIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir Path folder;
  private LocalRedis redis;
  private Jedis client;

  @BeforeEach
  void start() throws InterruptedException {
    redis = LocalRedis.start();
    client = new Jedis("127.0.0.1", redis.port(), 60_000);
  }

  @AfterEach
  void stop() {
    client.close();
    redis.close();
  }

  private Path out() {
    return folder.resolve("out");
  }

  private Launched stream(String jobs, String from, String... options) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("stream", jobs, "--from", from, "--out", out().toString()));
    words.addAll(List.of(options));
    return Launched.conveyor(words.toArray(String[]::new));
  }

  /** As any client pushes. */
  private void push(String key, List<byte[]> bodies) {
    try (Pipeline pipeline = client.pipelined()) {
      bodies.forEach(body -> pipeline.rpush(key.getBytes(UTF_8), body));
    }
  }

  private Path file(List<byte[]> lines) throws IOException {
    Path file = Files.createTempFile(folder, "lines-", ".txt");
    try (var writing = Files.newOutputStream(file)) {
      for (byte[] line : lines) {
        writing.write(line);
        writing.write('\n');
      }
    }
    return file;
  }

  /** Whether that many batches of the job are complete. */
  private boolean hasWritten(String job, int batches) {
    try (Stream<Path> files = Files.walk(out().resolve(job))) {
      return files.filter(file -> file.endsWith("_SUCCESS")).count() >= batches;
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private void assertSums(String job, Path lines) throws IOException, InterruptedException {
    assertThat(Sums.ofBatches(out(), job, folder))
        .as(job)
        .isEqualTo(Sums.of(job, lines, folder))
        .isNotEmpty();
  }

  /** How many messages a run has claimed and not released. */
  private long claimed() {
    long claimed = client.keys("*:claim:*").stream().mapToLong(client::llen).sum();
    String released = client.hget(client.keys("*:run:*").iterator().next(), "index");
    return claimed == 0 || released == null ? claimed : claimed - Long.parseLong(released);
  }

  /** Neither waiting nor claimed; what a run knows of itself stays. */
  private void assertNothingIsLeft() {
    assertThat(client.keys("*")).allMatch(key -> key.matches("\\{[a-z]+}:runs?(:.*)?"));
  }

  private static JsonNode summary(Launched stream) throws IOException, InterruptedException {
    assertThat(stream.exitCode()).as("%s", stream).isZero();
    return JSON.readTree(stream.lastLine());
  }

  @Test
  void countsEveryLineThatAnyClientPushed() throws Exception {
    List<byte[]> lines = NastyText.lines(100_000);
    push("words", lines);
    try (Launched stream =
        stream("word-count,vowel-words", redis.list("words"), "--until-idle", "2s", "--json")) {
      JsonNode summary = summary(stream);
      Path file = file(lines);
      assertSums("word-count", file);
      assertSums("vowel-words", file);
      assertThat(summary.get("messages").asLong()).isEqualTo(100_000);
      assertThat(summary.get("dead").asLong()).isZero();
      assertThat(summary.get("malformed").asLong()).isPositive();
      assertThat(summary.get("seconds").asDouble()).isPositive();
      assertThat(summary.get("batches").asInt())
          .isEqualTo(Sums.batches(out().resolve("word-count")).size());
      for (String job : List.of("word-count", "vowel-words")) {
        assertThat(summary.at("/amounts/" + job).asLong())
            .isEqualTo(Sums.total(Sums.of(job, file, folder)));
      }
      assertNothingIsLeft();
      assertThat(out().resolve("_temporary")).doesNotExist();
      assertThat(stream.err()).contains("reading " + redis.list("words")).doesNotContain("\tat ");
    }
  }

  @Test
  void endsOnceEveryAddressHasDeliveredItsMarker() throws Exception {
    List<byte[]> before = NastyText.lines(500);
    List<byte[]> behind = NastyText.lines(20_000);
    push("words", before);
    push("words", List.of("quit".getBytes(UTF_8)));
    push("words", behind);
    String poem = Launched.HOME.resolve("data/mammoth.txt").toString();
    try (Launched feed =
        Launched.conveyor(
            "feed",
            "poem",
            poem,
            "--quit",
            "1",
            "--to",
            "zmq+tcp://127.0.0.1:0?topic=poem&nodrop&wait=60s")) {
      String topic = feed.awaitErr("feeding ").substring("feeding ".length());
      try (Launched stream =
          stream("word-count", redis.list("words"), "--from", topic, "--until-quit", "--json")) {
        long counted = summary(stream).get("messages").asLong();
        assertThat(feed.exitCode()).as("%s", feed).isZero();
        assertThat(counted).isGreaterThanOrEqualTo(500 + 156);
        assertThat(counted + claimed() + client.llen("words")).isEqualTo(500 + 20_000 + 156);
        assertThat(stream.err().contains("stay claimed")).isEqualTo(claimed() > 0);
        long behindCounted = counted - 500 - 156;
        List<byte[]> expected = new ArrayList<>(before);
        expected.addAll(behind.subList(0, (int) behindCounted));
        expected.add(Files.readAllBytes(Path.of(poem)));
        assertSums("word-count", file(expected));
      }
    }
  }

  @Test
  void keepsWhatAJobCannotTakeAndGoesOn() throws Exception {
    String chocolate = "{\"id\":\"%d\",\"type\":\"truffle\",\"made\":\"2024-05-01T00:00:00Z\"}";
    String oversized = "{\"id\":\"1\",\"type\":\"" + "x".repeat(5_000) + "\"}";
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      bodies.add(String.format(Locale.ROOT, chocolate, i).getBytes(UTF_8));
    }
    bodies.add(3, "no JSON at all\n\"".getBytes(UTF_8));
    bodies.add(9, oversized.getBytes(UTF_8));
    bodies.add(new byte[0]);
    push("belt", bodies);
    try (Launched stream =
        stream(
            "chocolate-count",
            redis.list("belt"),
            "--max-message",
            "1KiB",
            "--until-idle",
            "1s",
            "--json")) {
      JsonNode summary = summary(stream);
      assertThat(summary.get("messages").asLong()).isEqualTo(23);
      assertThat(summary.get("dead").asLong()).isEqualTo(3);
      assertThat(Sums.ofBatches(out(), "chocolate-count", folder))
          .containsOnly(Map.entry("truffle", 20L));
      List<JsonNode> dead = deadLetters("chocolate-count");
      assertThat(dead).hasSize(3);
      assertThat(dead)
          .allSatisfy(letter -> assertThat(letter.get("source").asText()).isEqualTo("belt"));
      assertThat(dead)
          .extracting(letter -> letter.get("reason").asText())
          .allMatch(reason -> !reason.isBlank() && reason.lines().count() == 1)
          .filteredOn(reason -> reason.contains("over the limit of 1024"))
          .singleElement()
          .asString()
          .contains(Integer.toString(oversized.length()));
      assertThat(dead)
          .extracting(letter -> new String(letter.get("body").binaryValue(), UTF_8))
          .contains("no JSON at all\n\"", "");
      assertNothingIsLeft();
    }
  }

  private List<JsonNode> deadLetters(String job) throws IOException {
    List<JsonNode> letters = new ArrayList<>();
    for (Path batch : Sums.batches(out().resolve("_dead").resolve(job))) {
      assertThat(batch.resolve("_SUCCESS")).exists();
      try (Stream<Path> parts = Files.list(batch)) {
        for (Path part : parts.filter(file -> file.toString().contains("part-")).toList()) {
          for (String line : Files.readAllLines(part)) {
            letters.add(JSON.readTree(line));
          }
        }
      }
    }
    return letters;
  }

  /** For longer than the stream may be idle: time without a connection does not count. */
  @Test
  void waitsForARedisThatIsAway() throws Exception {
    List<byte[]> lines = NastyText.lines(12_000);
    push("words", lines);
    try (Launched stream =
        stream(
            "word-count",
            redis.list("words"),
            "--limit",
            "1000",
            "--interval",
            "500ms",
            "--until-idle",
            "2s",
            "--json")) {
      await().atMost(SOON).until(() -> hasWritten("word-count", 2));
      String server = Long.toString(redis.process().pid());
      Launched.signal("STOP", server);
      try {
        stream.awaitErr("does not answer");
        assertThat(stream.isAlive()).isTrue();
      } finally {
        Launched.signal("CONT", server);
      }
      assertThat(claimed()).as("it was in the middle").isPositive();
      JsonNode summary = summary(stream);
      assertThat(summary.get("messages").asLong()).isEqualTo(12_000);
      assertSums("word-count", file(lines));
      assertThat(stream.err()).contains("answers again").doesNotContain("cannot ", "\tat ");
      assertNothingIsLeft();
    }
  }

  @Test
  void failsInOneLineWhenTheListBecomesSomethingElse() throws Exception {
    push("words", NastyText.lines(20_000));
    try (Launched stream =
        stream("word-count", redis.list("words"), "--limit", "1000", "--interval", "500ms")) {
      await().atMost(SOON).until(() -> hasWritten("word-count", 1));
      try (Transaction replacing = client.multi()) {
        replacing.del("words");
        replacing.hset("words", "field", "value");
        replacing.exec();
      }
      assertThat(stream.exitCode(SOON)).as("%s", stream).isEqualTo(1);
      assertThat(stream.err().lines().filter(line -> line.startsWith("cannot ")))
          .as(stream.err())
          .singleElement()
          .asString()
          .contains(redis.list("words"), "list");
      assertThat(stream.err()).doesNotContain("\tat ");
      Sums.ofBatches(out(), "word-count", folder);
    }
  }

  @Test
  void finishesItsBatchWhenItIsInterrupted() throws Exception {
    List<byte[]> lines = NastyText.lines(30_000);
    push("words", lines);
    try (Launched stream =
        stream(
            "word-count",
            redis.list("words"),
            "--limit",
            "2000",
            "--interval",
            "500ms",
            "--json")) {
      await().atMost(SOON).until(() -> hasWritten("word-count", 2));
      stream.interrupt("TERM");
      assertThat(stream.exitCode(SOON)).as("%s", stream).isEqualTo(143);
      int counted = JSON.readTree(stream.lastLine()).get("messages").asInt();
      assertThat(counted).isBetween(1, 29_999);
      assertThat(claimed()).isEqualTo(30_000 - counted);
      assertThat(stream.err()).contains("messages of " + redis.list("words") + " stay claimed");
      assertSums("word-count", file(lines.subList(0, counted)));
      assertThat(stream.err()).doesNotContain("cannot ", "\tat ");
      try (Launched again =
          stream("word-count", redis.list("words"), "--until-idle", "1s", "--json")) {
        assertThat(summary(again).get("messages").asInt()).isEqualTo(30_000 - counted);
        assertSums("word-count", file(lines));
        assertNothingIsLeft();
      }
    }
  }

  /**
   * On a terminal's Ctrl-C too, which reaches every process of the group: so a batch must not be
   * written with the help of others, as Hadoop does with chmod.
   */
  @Test
  void sumsUpOnCtrlC() throws Exception {
    Path called = folder.resolve("chmod.log");
    Path programs = Files.createDirectory(folder.resolve("bin"));
    Path chmod = Files.writeString(programs.resolve("chmod"), "#!/bin/sh\necho $* >> " + called);
    assertThat(chmod.toFile().setExecutable(true)).isTrue();
    push("words", NastyText.lines(100));
    try (Launched stream =
        Launched.conveyor(
            Map.of("PATH", programs + ":" + System.getenv("PATH")),
            "stream",
            "word-count",
            "--from",
            redis.list("words"),
            "--out",
            out().toString())) {
      await().atMost(SOON).until(() -> hasWritten("word-count", 1));
      stream.interrupt("INT");
      assertThat(stream.exitCode(SOON)).as("%s", stream).isEqualTo(130);
      assertThat(stream.out()).startsWith("100 messages in ").contains("\nword-count\t");
    }
    assertThat(Files.exists(called) ? Files.readString(called) : "").doesNotContain(out() + "/");
  }
}
