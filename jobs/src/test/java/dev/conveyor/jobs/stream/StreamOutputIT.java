package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import dev.conveyor.jobs.kit.Sums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formats of results and the totals, of {@code stream} in this JVM. */
@Tag("spark")
@Timeout(240)
@ExtendWith(LoopbackSpark.class)
class StreamOutputIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @TempDir Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  private Said stream(String... options) {
    List<String> words = new ArrayList<>(List.of("stream", "word-count,vowel-words"));
    words.addAll(List.of("--from", REDIS.list("words"), "--out", out().toString()));
    words.addAll(List.of("--interval", "100ms", "--until-idle", "500ms"));
    words.addAll(List.of(options));
    return Said.by(words.toArray(String[]::new));
  }

  private void succeeds(String... options) {
    Said said = stream(options);
    assertThat(said.code()).as(said.err()).isZero();
  }

  private List<String> push(int from, int to) {
    List<String> lines = new ArrayList<>();
    for (int number = from; number < to; number++) {
      lines.add("word" + number % 700 + " été " + number % 3 + " the апельсин" + number % 50);
    }
    REDIS.client().rpush("words", lines.toArray(String[]::new));
    return lines;
  }

  private Map<String, Long> expected(String job, List<String> lines)
      throws IOException, InterruptedException {
    return Sums.of(job, Files.write(folder.resolve("lines"), lines), folder);
  }

  private Map<String, Long> totals(String key) {
    Map<String, Long> totals = new TreeMap<>();
    REDIS.client().hgetAll(key).forEach((word, count) -> totals.put(word, Long.valueOf(count)));
    return totals;
  }

  /** Adds up all files with results of a job, as any reader of the format does. */
  private Map<String, Long> read(String job, String format) throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    for (Path batch : Sums.batches(out().resolve(job))) {
      assertThat(batch.resolve("_SUCCESS")).exists();
      try (Stream<Path> files = Files.list(batch)) {
        for (Path part :
            files.filter(file -> file.getFileName().toString().startsWith("part-")).toList()) {
          read(part, format).forEach((key, amount) -> sums.merge(key, amount, Long::sum));
        }
      }
    }
    return sums;
  }

  private static Map<String, Long> read(Path part, String format) throws IOException {
    Map<String, Long> amounts = new TreeMap<>();
    switch (format) {
      case "text" ->
          Files.readAllLines(part)
              .forEach(line -> amounts.put(line.split("\t", -1)[0], amount(line)));
      case "json" -> {
        for (String line : Files.readAllLines(part)) {
          JsonNode entry = JSON.readTree(line);
          assertThat(entry.fieldNames()).toIterable().containsExactly("key", "amount");
          amounts.put(entry.get("key").asText(), entry.get("amount").asLong());
        }
      }
      default -> {
        try (ParquetReader<Group> reader =
            ParquetReader.builder(
                    new GroupReadSupport(), new org.apache.hadoop.fs.Path(part.toUri()))
                .withConf(new Configuration())
                .build()) {
          for (Group entry = reader.read(); entry != null; entry = reader.read()) {
            amounts.put(entry.getString("key", 0), entry.getLong("amount", 0));
          }
        }
      }
    }
    return amounts;
  }

  private static Long amount(String line) {
    return Long.valueOf(line.split("\t", -1)[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "text, structured, structured",
    "json, dstream, structured",
    "parquet, structured, dstream"
  })
  void formatsAndTotalsAgreeOverRestarts(String format, String first, String second)
      throws Exception {
    String totals = REDIS.at("hash=totals");
    List<String> lines = new ArrayList<>(push(0, 1_000));
    succeeds("--format", format, "--totals", totals, "--engine", first, "--limit", "400");
    lines.addAll(push(1_000, 1_800));
    succeeds("--format", format, "--totals", totals, "--engine", second);
    for (String job : List.of("word-count", "vowel-words")) {
      assertThat(Sums.batches(out().resolve(job))).hasSizeGreaterThanOrEqualTo(4);
      assertThat(read(job, format)).isEqualTo(expected(job, lines)).isNotEmpty();
      assertThat(totals("totals:" + job)).isEqualTo(expected(job, lines));
    }
    assertThat(REDIS.client().keys("*stage*")).isEmpty();
    Said compact = Said.by("compact", out().toString());
    if (format.equals("text")) {
      assertThat(compact.code()).as(compact.err()).isZero();
    } else {
      compact.hasFailedAfter(
          compact.out(), out().toString(), "they are " + format + " and not text");
    }
  }

  @Test
  void refusesToContinueWithOtherOutput() {
    String totals = REDIS.at("hash=totals");
    push(0, 10);
    succeeds("--format", "json", "--totals", totals);
    stream("--totals", totals).isFailure(out().toString(), "format json");
    stream("--format", "json").isFailure(out().toString(), "totals in " + totals);
    stream("--format", "json", "--totals", REDIS.at("hash=other"))
        .isFailure(out().toString(), "totals in " + totals, "hash=other");
  }

  @Test
  void refusesWhatItCannotWrite() {
    stream("--format", "csv").isMisuse("--format", "csv").atOnce();
    stream("--engine", "flink").isMisuse("--engine", "flink").atOnce();
    stream("--totals", REDIS.list("other")).isMisuse("list=other", "hash=KEY").atOnce();
    stream("--totals", REDIS.at("channel=other")).isMisuse("channel=other", "hash=KEY").atOnce();
    stream("--totals", "zmq+tcp://localhost:5555?queue&connect")
        .isMisuse("zmq+tcp://localhost:5555", "hash=KEY")
        .atOnce();
    stream("--totals", "memory:totals?queue").isMisuse("memory:totals", "JVM").atOnce();
    stream("--totals", "redis://ada:hunter2@127.0.0.1?hash=totals")
        .isMisuse("password")
        .withoutWord("hunter2")
        .atOnce();
    stream("--engine", "structured", "--from", "zmq+tcp://localhost:5555?topic=poem")
        .isMisuse("topic=poem", "conveyor relay --from", "leave --engine structured out");
    stream("--engine", "structured", "--guarantee", "at-most-once")
        .isMisuse("list=words", "--engine structured");
    assertThat(out()).doesNotExist();
  }

  @Test
  void refusesTotalsThatCannotBeKept() {
    push(0, 10);
    stream("--totals", "redis://127.0.0.1:1?hash=totals").isFailure("redis://127.0.0.1:1?hash");
    REDIS.client().rpush("totals:vowel-words", "not a hash");
    stream("--totals", REDIS.at("hash=totals")).isFailure("hash=totals:vowel-words", "a list");
    REDIS.client().set("totals:word-count".getBytes(UTF_8), "text".getBytes(UTF_8));
    stream("--totals", REDIS.at("hash=totals")).isFailure("hash=totals:word-count", "a string");
    assertThat(out()).doesNotExist();
    assertThat(REDIS.client().llen("words")).isEqualTo(10);
  }
}
