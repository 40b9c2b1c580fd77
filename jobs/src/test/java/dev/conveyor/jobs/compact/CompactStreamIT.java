package dev.conveyor.jobs.compact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Pipeline;

/** The command beside a stream over a Redis list, and the sums on each engine. */
@Tag("spark")
@Timeout(240)
@ExtendWith(LoopbackSpark.class)
class CompactStreamIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WORDS = 3_000;
  private static final Predicate<String> FOLDED =
      Pattern.compile("batch=0-[0-9]+-t[0-9]+").asMatchPredicate();

  @RegisterExtension static final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;
  private int sums;
  private int pushed;

  private void push(int from, int to) {
    try (Pipeline pipeline = redis.client().pipelined()) {
      for (int i = from; i < to; i++) {
        pipeline.rpush("words", "area" + i % 7);
      }
    }
    pushed += to - from;
  }

  private Path out() {
    return folder.resolve("out");
  }

  private Said stream(String... end) {
    List<String> words = new ArrayList<>(List.of("stream", "word-count,vowel-words"));
    words.addAll(List.of("--from", redis.list("words"), "--out", out().toString()));
    words.addAll(List.of("--interval", "100ms", "--limit", "250"));
    words.addAll(List.of(end));
    return Said.by(words.toArray(String[]::new));
  }

  private Said compact(String... options) {
    Stream<String> words = Stream.of("compact", out().toString(), "--json");
    return Said.by(Stream.concat(words, Stream.of(options)).toArray(String[]::new));
  }

  private List<String> batches() throws Exception {
    try (Stream<Path> found = Files.list(out().resolve("word-count"))) {
      return found.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private void assertSums(String engine) throws Exception {
    Map<String, Long> found = new TreeMap<>();
    Path total = folder.resolve("sums-" + sums++);
    Said said =
        Said.by(
            "batch",
            "sum",
            out().resolve("word-count").toString(),
            total.toString(),
            "--engine",
            engine);
    assertThat(said.code()).as("%s: %s", engine, said.err()).isZero();
    try (Stream<Path> files = Files.list(total)) {
      for (Path part :
          files.filter(path -> path.getFileName().toString().startsWith("part-")).toList()) {
        for (String line : Files.readAllLines(part, UTF_8)) {
          found.put(line.split("\t", -1)[0], Long.valueOf(line.split("\t", -1)[1]));
        }
      }
    }
    Map<String, Long> truth = new TreeMap<>();
    for (int i = 0; i < pushed; i++) {
      truth.merge("area" + i % WORDS % 7, 1L, Long::sum);
    }
    assertThat(found).as(engine).isEqualTo(truth);
  }

  @Test
  void foldsWhileTheStreamRunsAndUntilItEnds() throws Exception {
    push(0, WORDS / 2);
    CompletableFuture<Said> stream = CompletableFuture.supplyAsync(() -> stream("--until-quit"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(out().resolve("word-count/batch=2/_SUCCESS")) || stream.isDone());
    CompletableFuture<Said> compacting =
        CompletableFuture.supplyAsync(
            () -> compact("--every", "300ms", "--keep", "1h", "--min", "1"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> batches().stream().anyMatch(FOLDED) || compacting.isDone());
    push(WORDS / 2, WORDS);
    redis.client().rpush("words", "quit");
    Said compact = compacting.get();
    assertThat(compact.code()).as(compact.err()).isZero();
    assertThat(stream.get().code()).as(stream.get().err()).isZero();
    JsonNode summary = JSON.readTree(compact.out().lines().toList().get(0));
    long streamed = batches().stream().filter(name -> name.matches("batch=[0-9]+")).count();
    assertThat(summary.get("batches").asLong()).isEqualTo(2 * streamed).isGreaterThan(8);
    assertThat(summary.get("jobs").asLong()).isEqualTo(2);
    assertThat(summary.get("folders").asLong()).as("more than once").isGreaterThan(2);
    assertThat(summary.get("deleted").asLong()).isZero();
    for (String engine : List.of("local", "spark", "hadoop")) {
      assertSums(engine);
    }
    push(0, WORDS);
    assertThat(stream("--until-idle", "1s").code()).isZero();
    assertThat(compact("--keep", "0s").code()).isZero();
    assertThat(batches()).singleElement().matches(FOLDED);
    for (String engine : List.of("local", "spark", "hadoop")) {
      assertSums(engine);
    }
  }
}
