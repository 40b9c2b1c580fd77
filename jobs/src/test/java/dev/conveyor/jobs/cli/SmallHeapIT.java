package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.kit.RedisExtension;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Pipeline;

/** More keys than fit the heap, in JVMs of their own: each engine sums them all the same. */
@Timeout(300)
@ExtendWith(LoopbackSpark.class)
class SmallHeapIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WORDS = 4_000_000;
  private static final int WORDS_A_LINE = 50;

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  /** Nine letters that no other number has, in no order. */
  private static String word(int number) {
    char[] letters = new char[9];
    long rest = number * 2_654_435_761L % 4_294_967_296L;
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (char) ('a' + rest % 26);
      rest /= 26;
    }
    return new String(letters);
  }

  private static Stream<String> lines() {
    return IntStream.range(0, WORDS / WORDS_A_LINE)
        .mapToObj(
            line -> {
              StringBuilder words = new StringBuilder();
              for (int i = 0; i < WORDS_A_LINE; i++) {
                words.append(word(line * WORDS_A_LINE + i)).append(' ');
              }
              return words.toString();
            });
  }

  /** A sum that does not depend on the order of lines. */
  private static long fingerprint(String line) {
    CRC32C checksum = new CRC32C();
    checksum.update(line.getBytes(US_ASCII));
    return checksum.getValue() * 1_000_003 + line.length();
  }

  private static long expected() {
    return IntStream.range(0, WORDS).mapToLong(i -> fingerprint(word(i) + "\t1")).sum();
  }

  /** Returns the fingerprint of all parts, each of which is sorted. */
  private static long found(Path output) throws IOException {
    long sum = 0;
    for (Path part : parts(output)) {
      String before = "";
      try (BufferedReader lines = Files.newBufferedReader(part, US_ASCII)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          assertThat(line.compareTo(before)).isPositive();
          before = line;
          sum += fingerprint(line);
        }
      }
    }
    return sum;
  }

  private static List<Path> parts(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files.filter(path -> path.getFileName().toString().startsWith("part-")).toList();
    }
  }

  private static Launched conveyor(String heap, String... words) throws IOException {
    return Launched.conveyor(Map.of("CONVEYOR_JAVA_OPTIONS", "-Xmx" + heap), words);
  }

  /** Counts the words of a file, and returns the summary. */
  private static JsonNode counted(String engine, String heap, Path input, Path out)
      throws Exception {
    String[] words = {
      "batch", "word-count", input.toString(), out.toString(), "--engine", engine, "--json"
    };
    try (Launched batch = conveyor(heap, words)) {
      assertThat(batch.exitCode()).as(batch.toString()).isZero();
      return JSON.readTree(batch.lastLine());
    }
  }

  @Tag("spark")
  @ParameterizedTest
  @CsvSource({"local, 64m", "hadoop, 160m", "spark, 512m"})
  void batchesSumMoreKeysThanFit(String engine, String heap) throws Exception {
    Path input = folder.resolve("words.txt");
    Files.write(input, lines().toList(), US_ASCII);
    Path out = folder.resolve("out");
    JsonNode summary = counted(engine, heap, input, out);
    assertThat(summary.get("keys").asLong()).isEqualTo(WORDS);
    assertThat(summary.get("pairs").asLong()).isEqualTo(WORDS);
    assertThat(found(out)).isEqualTo(expected());
  }

  /** Keys whose first bytes are all the same, and keys of which few fit. */
  @ParameterizedTest
  @CsvSource({"300, 600000", "300000, 1500"})
  void longKeysNeedNoMoreMemory(int prefix, int keys) throws Exception {
    Path input = folder.resolve("words.txt");
    String start = "a".repeat(prefix);
    try (BufferedWriter out = Files.newBufferedWriter(input, US_ASCII)) {
      for (int i = 0; i < keys; i++) {
        out.append(start).append(word(i)).append('\n');
      }
    }
    Path out = folder.resolve("out");
    assertThat(counted("local", "64m", input, out).get("keys").asInt()).isEqualTo(keys);
    long expected =
        IntStream.range(0, keys).mapToLong(i -> fingerprint(start + word(i) + "\t1")).sum();
    assertThat(found(out)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"local, 64m", "hadoop, 96m"})
  void aLargeRankingDoesNotFitEither(String engine, String heap) throws Exception {
    Path input = folder.resolve("words.txt");
    Files.write(input, lines().toList(), US_ASCII);
    Path out = folder.resolve("out");
    String[] words = {
      "batch", "top-words", input.toString(), out.toString(), "--engine", engine, "--top", "3000000"
    };
    try (Launched batch = conveyor(heap, words)) {
      assertThat(batch.exitCode()).as(batch.toString()).isZero();
    }
    try (Stream<String> lines = Files.lines(parts(out).get(0))) {
      assertThat(lines.count()).isEqualTo(3_000_000);
    }
  }

  /** One batch holds all messages. */
  @Test
  void aStreamsBatchMayExceedTheHeap() throws Exception {
    try (Pipeline pipeline = redis.client().pipelined()) {
      lines().forEach(line -> pipeline.rpush("lines", line));
    }
    Path out = folder.resolve("out");
    try (Launched stream =
        conveyor(
            "480m",
            "stream",
            "word-count",
            "--from",
            redis.list("lines"),
            "--out",
            out.toString(),
            "--until-idle",
            "2s",
            "--json")) {
      assertThat(stream.exitCode()).as(stream.toString()).isZero();
      assertThat(JSON.readTree(stream.lastLine()).at("/amounts/word-count").asLong())
          .isEqualTo(WORDS);
    }
    Path sum = folder.resolve("sum");
    try (Launched batch =
        conveyor(
            "64m",
            "batch",
            "sum",
            out.resolve("word-count").toString(),
            sum.toString(),
            "--engine",
            "local")) {
      assertThat(batch.exitCode()).as(batch.toString()).isZero();
    }
    assertThat(found(sum)).isEqualTo(expected());
  }

  /** The pairs of one record have to fit the share of a task. */
  @ParameterizedTest
  @CsvSource({"local, 64m", "hadoop, 160m"})
  void aRecordWithTooManyKeysIsADeadLetter(String engine, String heap) throws Exception {
    StringBuilder record = new StringBuilder();
    for (int i = 0; i < 500_000; i++) {
      record.append(word(i)).append(' ');
    }
    Path input = folder.resolve("record.txt");
    Files.write(input, List.of("before", record, "after"), UTF_8);
    Path out = folder.resolve("out");
    JsonNode summary = counted(engine, heap, input, out);
    assertThat(summary.get("dead").asLong()).isEqualTo(1);
    assertThat(summary.get("keys").asLong()).isEqualTo(2);
    Path letters = parts(out.resolve("_dead")).get(0);
    assertThat(JSON.readTree(Files.readString(letters)).get("reason").asText())
        .startsWith("its keys take more memory than a task may use");
  }
}
