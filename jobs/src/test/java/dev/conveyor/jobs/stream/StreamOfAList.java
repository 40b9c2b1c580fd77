package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Sums;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Pipeline;

/** {@code stream} in a process of its own, and a Redis for each test. */
@Tag("spark")
@Timeout(120)
abstract class StreamOfAList {
  static final ObjectMapper JSON = new ObjectMapper();
  static final Duration SOON = Duration.ofSeconds(40);

  @TempDir Path folder;
  @RegisterExtension final RedisExtension redis = new RedisExtension();

  Path out() {
    return folder.resolve("out");
  }

  Launched stream(String jobs, String from, String... options) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("stream", jobs, "--from", from, "--out", out().toString()));
    words.addAll(List.of(options));
    return Launched.conveyor(words.toArray(String[]::new));
  }

  /** As any client pushes. */
  void push(String key, List<byte[]> bodies) {
    try (Pipeline pipeline = redis.client().pipelined()) {
      bodies.forEach(body -> pipeline.rpush(key.getBytes(UTF_8), body));
    }
  }

  Path file(List<byte[]> lines) throws IOException {
    Path file = Files.createTempFile(folder, "lines-", ".txt");
    try (var writing = Files.newOutputStream(file)) {
      for (byte[] line : lines) {
        writing.write(line);
        writing.write('\n');
      }
    }
    return file;
  }

  /** Returns whether that many batches of the job are complete. */
  boolean hasWritten(String job, int batches) {
    try (Stream<Path> files = Files.walk(out().resolve(job))) {
      return files.filter(file -> file.endsWith("_SUCCESS")).count() >= batches;
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  void assertSums(String job, Path lines) throws IOException, InterruptedException {
    assertThat(Sums.ofBatches(out(), job, folder))
        .as(job)
        .isEqualTo(Sums.of(job, lines, folder))
        .isNotEmpty();
  }

  /** How many messages a run has claimed and not released. */
  long claimed() {
    long claimed = redis.client().keys("*:claim:*").stream().mapToLong(redis.client()::llen).sum();
    String released =
        redis.client().hget(redis.client().keys("*:run:*").iterator().next(), "index");
    return claimed == 0 || released == null ? claimed : claimed - Long.parseLong(released);
  }

  /** Neither waiting nor claimed; what a run knows of itself stays. */
  void assertNothingIsLeft() {
    assertThat(redis.client().keys("*")).allMatch(key -> key.matches("\\{[a-z]+}:runs?(:.*)?"));
  }

  static JsonNode summary(Launched stream) throws IOException, InterruptedException {
    assertThat(stream.exitCode()).as("%s", stream).isZero();
    return JSON.readTree(stream.lastLine());
  }
}
