package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.kit.Sums;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.StreamEntryID;

/** The command {@code stream} in this JVM, with the same effects on each engine. */
@Tag("spark")
@Timeout(240)
@ExtendWith(LoopbackSpark.class)
class StreamEnginesIT {
  private static final String NEW_TIMES = "spark.sql.datetime.java8API.enabled";
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @TempDir Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  private Said stream(EngineKind engine, String job, String from, String... options) {
    List<String> words = new ArrayList<>(List.of("stream", job, "--from", from));
    words.addAll(List.of("--out", out().toString(), "--engine", engine.toString()));
    words.addAll(List.of("--interval", "100ms", "--json"));
    words.addAll(List.of(options));
    if (!words.contains("--until-quit")) {
      words.addAll(List.of("--until-idle", "500ms"));
    }
    return Said.by(words.toArray(String[]::new));
  }

  private static JsonNode summary(Said said) throws IOException {
    assertThat(said.code()).as(said.err()).isZero();
    return JSON.readTree(said.out().lines().reduce((first, last) -> last).orElseThrow());
  }

  private static void push(String key, String word, int from, int to) {
    REDIS
        .client()
        .rpush(
            key,
            IntStream.range(from, to).mapToObj(number -> word + number).toArray(String[]::new));
  }

  private static void append(int from, int to) {
    for (int number = from; number < to; number++) {
      REDIS.client().xadd("log", StreamEntryID.NEW_ENTRY, Map.of("body", "w" + number));
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

  /** The second start is of the other engine. */
  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void endsByMarkersOfWhichSomeCameBeforeARestart(EngineKind engine) throws Exception {
    REDIS.client().rpush("a", "alpha", "quit");
    REDIS.client().rpush("b", "beta");
    String[] both = {"--from", REDIS.list("b"), "--until-quit", "--until-idle", "500ms"};
    assertThat(
            summary(stream(engine, "word-count", REDIS.list("a"), both)).get("messages").asLong())
        .isEqualTo(2);
    REDIS.client().rpush("b", "gamma", "quit");
    EngineKind other = engine == EngineKind.DSTREAM ? EngineKind.STRUCTURED : EngineKind.DSTREAM;
    String[] untilQuit = {"--from", REDIS.list("b"), "--until-quit"};
    assertThat(
            summary(stream(other, "word-count", REDIS.list("a"), untilQuit))
                .get("messages")
                .asLong())
        .isEqualTo(1);
    assertThat(counted()).isEqualTo(Map.of("alpha", 1L, "beta", 1L, "gamma", 1L));
  }

  /** A message that is a quit is one where markers are not asked for. */
  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void takesAtMostALimitOfEachAddress(EngineKind engine) throws Exception {
    push("words", "w", 0, 95);
    append(95, 150);
    REDIS.client().rpush("words", "quit");
    JsonNode summary =
        summary(
            stream(
                engine,
                "word-count",
                REDIS.list("words"),
                "--from",
                REDIS.at("stream=log"),
                "--limit",
                "20"));
    assertThat(summary.get("messages").asLong()).isEqualTo(151);
    assertThat(summary.get("batches").asLong()).isGreaterThanOrEqualTo(5);
    for (Path batch : Sums.batches(out().resolve("word-count"))) {
      assertThat(Sums.total(Sums.of("sum", batch, folder))).isLessThanOrEqualTo(40);
    }
    Map<String, Long> expected = once("w", 0, 150);
    expected.put("quit", 1L);
    assertThat(counted()).isEqualTo(expected);
  }

  /** Spark gives its rows other objects for times then. */
  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void readsEnvelopesWhateverClassesOfTimesASessionHas(EngineKind engine) throws Exception {
    String log = REDIS.at("stream=log&envelope");
    try (MessageWriter writer = Transports.endpoint(Address.parse(log)).openWriter()) {
      writer.write(List.of(Outgoing.of("alpha".getBytes(UTF_8))));
    }
    System.setProperty(NEW_TIMES, "true");
    try {
      summary(stream(engine, "word-count", log));
    } finally {
      System.clearProperty(NEW_TIMES);
    }
    assertThat(counted()).isEqualTo(Map.of("alpha", 1L));
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void failsOrCountsWhatWasTrimmed(EngineKind engine) throws Exception {
    String log = REDIS.at("stream=log");
    append(0, 10);
    assertThat(summary(stream(engine, "word-count", log)).get("lost").asText()).isEqualTo("0");
    append(10, 30);
    REDIS.client().xtrim("log", 15, false);
    Said fails = stream(engine, "word-count", log);
    assertThat(fails.code()).as(fails.err()).isEqualTo(1);
    assertThat(fails.err().lines().filter(line -> line.startsWith("cannot ")))
        .as(fails.err())
        .singleElement()
        .asString()
        .contains(log, "5 messages were trimmed or deleted", "--on-loss count");
    JsonNode summary = summary(stream(engine, "word-count", log, "--on-loss", "count"));
    assertThat(summary.get("messages").asLong()).isEqualTo(15);
    assertThat(summary.get("lost").asText()).isEqualTo("5");
    Map<String, Long> expected = once("w", 0, 10);
    expected.putAll(once("w", 15, 30));
    assertThat(counted()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"DSTREAM, fail", "STRUCTURED, fail", "STRUCTURED, count"})
  void failsOrCountsWhatARestoredListHasLost(EngineKind engine, String onLoss) throws Exception {
    String list = REDIS.list("words");
    push("words", "w", 0, 1_000);
    summary(stream(engine, "word-count", list));
    REDIS.client().flushAll();
    push("words", "v", 0, 20);
    Said said = stream(engine, "word-count", list, "--on-loss", onLoss);
    if (onLoss.equals("fail")) {
      assertThat(said.code()).as(said.err()).isEqualTo(1);
      assertThat(said.err()).contains(list, "--on-loss count");
      assertThat(REDIS.client().llen("words")).isEqualTo(20);
    } else {
      assertThat(summary(said).get("lost").asText()).isEqualTo("unknown");
      Map<String, Long> expected = once("w", 0, 1_000);
      expected.putAll(once("v", 0, 20));
      assertThat(counted()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void keepsWhatAJobCannotTake(EngineKind engine) throws Exception {
    String chocolate = "{\"id\":\"1\",\"type\":\"truffle\",\"made\":\"2024-05-01T00:00:00Z\"}";
    REDIS.client().rpush("belt", chocolate, "no JSON", "x".repeat(2_000), chocolate);
    JsonNode summary =
        summary(stream(engine, "chocolate-count", REDIS.list("belt"), "--max-message", "1KiB"));
    assertThat(summary.get("messages").asLong()).isEqualTo(4);
    assertThat(summary.get("dead").asLong()).isEqualTo(2);
    assertThat(Sums.ofBatches(out(), "chocolate-count", folder)).isEqualTo(Map.of("truffle", 2L));
    List<String> reasons = new ArrayList<>();
    for (Path batch : Sums.batches(out().resolve("_dead/chocolate-count"))) {
      try (Stream<Path> parts = Files.list(batch)) {
        for (Path part : parts.filter(file -> file.toString().contains("part-")).toList()) {
          for (String line : Files.readAllLines(part, UTF_8)) {
            reasons.add(JSON.readTree(line).get("reason").asText());
          }
        }
      }
    }
    assertThat(reasons).hasSize(2).anyMatch(reason -> reason.contains("over the limit of 1024"));
  }
}
