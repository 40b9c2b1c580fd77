package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.cluster.UserJar;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.kit.Sums;
import dev.conveyor.jobs.poison.Poison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that throw, on every engine: the same totals, dead letters and messages. */
@Timeout(300)
@ExtendWith(LoopbackSpark.class)
class PoisonIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Job to what the reason of its dead letters begins with. */
  private static final Map<Class<?>, String> REASONS =
      Map.ofEntries(
          Map.entry(
              Poison.Nested.class,
              "java.lang.IllegalStateException: outer"
                  + " (caused by java.lang.ArithmeticException: inner)"),
          Map.entry(Poison.Unparsable.class, "unparsable indeed"),
          Map.entry(Poison.LineFeed.class, "key \"two\\x0alines\" (9 bytes) has a line feed"),
          Map.entry(Poison.Deep.class, "java.lang.StackOverflowError"),
          Map.entry(Poison.HugeArray.class, "java.lang.OutOfMemoryError: "),
          Map.entry(Poison.Missing.class, "java.lang.NoClassDefFoundError: com/acme/Missing"),
          Map.entry(Poison.Initializer.class, "java.lang."),
          Map.entry(Poison.Assertion.class, "java.lang.AssertionError"),
          Map.entry(
              Poison.HugeMessage.class, "java.lang.IllegalArgumentException: huge message huge"),
          Map.entry(Poison.Hostile.class, Poison.Hostile.Trap.class.getName() + ": (its getMess"));

  private static final Set<Class<?>> UNPARSABLE =
      Set.of(Poison.Unparsable.class, Poison.LineFeed.class);

  /** The other engine of streams. */
  private static final String STRUCTURED = "structured";

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  /** Each kind, and for an engine that shares all but its ends with another, some. */
  private static Map<Class<?>, String> reasons(String engine) {
    Map<Class<?>, String> reasons = new HashMap<>(REASONS);
    if (engine.equals(STRUCTURED)) {
      reasons.keySet().retainAll(Set.of(Poison.Nested.class, Poison.HugeArray.class));
    }
    return reasons;
  }

  private static boolean isStream(String engine) {
    return engine.equals("stream") || engine.equals(STRUCTURED);
  }

  private static List<String> records() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      records.add(i % 100 == 50 ? "poison " + i : "good " + i % 10);
    }
    return records;
  }

  private Said run(String engine, String job, List<String> records, String... options)
      throws IOException {
    Path out = folder.resolve("out");
    List<String> words = new ArrayList<>();
    if (isStream(engine)) {
      records.forEach(record -> redis.client().rpush("records", record));
      words.addAll(List.of("stream", job, "--from", redis.list("records"), "--out"));
      words.addAll(List.of(out.toString(), "--until-idle", "1s", "--interval", "300ms"));
      words.addAll(List.of("--engine", engine.equals(STRUCTURED) ? STRUCTURED : "dstream"));
    } else {
      Path in = folder.resolve("in");
      Files.write(in, records);
      words.addAll(List.of("batch", job, in.toString(), out.toString(), "--engine", engine));
    }
    words.add("--json");
    words.addAll(List.of(options));
    return Said.by(words.toArray(String[]::new));
  }

  private Map<String, Long> sums(String engine, String job) throws Exception {
    Path out = folder.resolve("out");
    return Sums.of("sum", isStream(engine) ? out.resolve(job) : out, folder);
  }

  private List<JsonNode> deadLetters(String job) throws IOException {
    List<JsonNode> letters = new ArrayList<>();
    Path dead = folder.resolve("out").resolve("_dead").resolve(job);
    if (!Files.exists(dead)) {
      return letters;
    }
    try (Stream<Path> files = Files.walk(dead)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith("part-")).toList()) {
        for (String line : Files.readAllLines(file)) {
          letters.add(JSON.readTree(line));
        }
      }
    }
    return letters;
  }

  @Tag("spark")
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop", "stream", STRUCTURED})
  void whatAJobThrowsOnIsADeadLetterAndCountsNothing(String engine) throws Exception {
    for (Map.Entry<Class<?>, String> kind : reasons(engine).entrySet()) {
      String job = kind.getKey().getName();
      Said said = run(engine, job, records(), "--on-error", "dead");
      assertThat(said.code()).as("%s: %s", job, said.err()).isZero();
      assertThat(said.err()).doesNotContain("\tat ");
      JsonNode summary = JSON.readTree(said.out().lines().reduce((a, b) -> b).orElseThrow());
      assertThat(summary.get("dead").asLong()).as(job).isEqualTo(2);
      assertThat(summary.get("malformed").asLong()).as(job).isZero();
      Map<String, Long> sums = sums(engine, job);
      assertThat(sums).as(job).hasSize(11).containsEntry("all", 198L);
      assertThat(sums.keySet()).noneMatch(key -> key.startsWith("poison"));
      assertThat(deadLetters(job))
          .as(job)
          .hasSize(2)
          .allSatisfy(
              letter -> {
                assertThat(letter.get("reason").asText())
                    .startsWith(kind.getValue())
                    .hasSizeLessThan(1_000)
                    .doesNotContain("\n");
                assertThat(new String(letter.get("body").binaryValue(), UTF_8))
                    .startsWith("poison ");
              });
      FileUtil.fullyDelete(folder.resolve("out").toFile());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop", "stream", STRUCTURED})
  void aJobThatThrowsFailsItsBatchInOneLine(String engine) throws Exception {
    for (Map.Entry<Class<?>, String> kind : reasons(engine).entrySet()) {
      if (UNPARSABLE.contains(kind.getKey())) {
        continue;
      }
      String job = kind.getKey().getName();
      List<String> records = List.of("good", "poison\u0007 1");
      Said said = run(engine, job, records);
      assertThat(said.code()).as(said.err()).isEqualTo(1);
      assertThat(said.err().lines().filter(line -> line.startsWith("cannot ")))
          .as("%s: %s", job, said.err())
          .singleElement()
          .asString()
          .startsWith("cannot run job " + job + " on ")
          .contains(kind.getValue(), "record \"poison\\x07 1\" (9 bytes)", "--on-error dead")
          .contains(isStream(engine) ? "on records at id 1:1: " : "/in at byte 5: ")
          .hasSizeLessThan(1_500)
          .doesNotContain("stage failure");
      assertThat(said.err()).doesNotContain("\tat ");
      if (isStream(engine)) {
        Said again =
            Said.by(
                "stream",
                job,
                "--from",
                redis.list("records"),
                "--out",
                folder.resolve("out").toString(),
                "--until-idle",
                "1s",
                "--on-error",
                "dead",
                "--engine",
                engine.equals(STRUCTURED) ? STRUCTURED : "dstream");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(deadLetters(job)).hasSize(1);
        assertThat(sums(engine, job)).isEqualTo(Map.of("all", 1L, "good", 1L));
        redis.client().flushAll();
        FileUtil.fullyDelete(folder.resolve("out").toFile());
      }
      assertThat(folder.resolve("out")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop", "stream", STRUCTURED})
  void aRecordIsTriedAsOftenAsAskedFor(String engine) throws Exception {
    String job = Poison.Flaky.class.getName();
    List<String> records = List.of("poison 1", "good", "poison 2");
    Said said = run(engine, job, records, "--attempts", "3");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(sums(engine, job))
        .isEqualTo(Map.of("all", 3L, "good", 1L, "poison 1", 1L, "poison 2", 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark", "hadoop", "stream", STRUCTURED})
  void whatIsNotTheRecordsFaultIsNoDeadLetter(String engine) throws Exception {
    List<String> records = List.of("good", "poison 1");
    Map<Class<?>, String> kinds =
        Map.of(
            Poison.TooMuch.class,
            "leaves the range",
            Poison.Unmade.class,
            "java.lang.StackOverflowError: in the constructor",
            Poison.Interrupted.class,
            "");
    for (Map.Entry<Class<?>, String> kind : kinds.entrySet()) {
      String job = kind.getKey().getName();
      Said said = run(engine, job, records, "--on-error", "dead");
      assertThat(said.code()).as("%s: %s", job, said.err()).isEqualTo(1);
      assertThat(said.err().lines().filter(line -> line.startsWith("cannot ")))
          .as("%s: %s", job, said.err())
          .singleElement()
          .asString()
          .contains(job, kind.getValue());
      assertThat(deadLetters(job)).isEmpty();
      redis.client().flushAll();
      if (Files.exists(folder.resolve("out"))) {
        FileUtil.fullyDelete(folder.resolve("out").toFile());
      }
    }
  }

  /** In a JVM of its own, where nothing else needs the heap. */
  @Test
  void aRecordThatFillsTheHeapIsADeadLetter() throws Exception {
    Path jar = UserJar.write(folder.resolve("p.jar"), Poison.class, Poison.FullHeap.class);
    Files.write(folder.resolve("in"), records());
    try (Launched batch =
        Launched.conveyor(
            Map.of("CONVEYOR_JAVA_OPTIONS", "-Xmx200m -XX:+UseSerialGC"),
            "batch",
            Poison.FullHeap.class.getName(),
            folder.resolve("in").toString(),
            folder.resolve("out").toString(),
            "-libjars",
            jar.toString(),
            "--on-error",
            "dead",
            "--json")) {
      assertThat(batch.exitCode()).as("%s", batch).isZero();
      assertThat(JSON.readTree(batch.lastLine()).get("dead").asLong()).isEqualTo(2);
      assertThat(sums("local", "")).hasSize(11).containsEntry("all", 198L);
      assertThat(deadLetters(Poison.FullHeap.class.getName()).get(0).get("reason").asText())
          .startsWith("java.lang.OutOfMemoryError");
    }
  }

  @Test
  void misusesAreRefused() {
    for (String command : List.of("batch", "stream")) {
      String[] words =
          command.equals("batch")
              ? new String[] {"batch", "sum", "in", "out", "--attempts", "0"}
              : new String[] {
                "stream", "sum", "--from", "redis://h?list=l", "--out", "o", "--attempts", "0"
              };
      Said.by(words).isMisuse("0 times", "--attempts 1");
    }
    Said.by("batch", "sum", "in", "out", "--on-error", "skip").isMisuse("--on-error", "skip");
    Said.by("batch", "pipe", "in", "out", "--mapper", "cat", "--on-error", "dead")
        .isMisuse("pipe", "--on-error dead");
    Said.by("batch", "pipe", "in", "out", "--mapper", "cat", "--attempts", "2")
        .isMisuse("pipe", "--attempts 2");
  }
}
