package dev.conveyor.jobs.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.kit.LoopbackSpark;
import dev.conveyor.jobs.kit.NastyText;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.XAddParams;

/** A batch over a list or stream of a Redis that each test has of its own. */
@Timeout(300)
@ExtendWith(LoopbackSpark.class)
abstract class BatchOfAQueue {
  static final Duration LIMIT = Duration.ofMinutes(2);
  static final String ENGINES_LIST = "local,spark,hadoop";
  static final byte[] KEY = "lines".getBytes(UTF_8);
  static final List<byte[]> LINES = NastyText.lines(20_000);

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  Path out() {
    return folder.resolve("out");
  }

  void push(List<byte[]> bodies) {
    try (Pipeline pipeline = redis.client().pipelined()) {
      bodies.forEach(body -> pipeline.rpush(KEY, body));
    }
  }

  void log(List<byte[]> bodies) {
    try (Pipeline pipeline = redis.client().pipelined()) {
      for (byte[] body : bodies) {
        pipeline.xadd(KEY, Map.of("body".getBytes(UTF_8), body), XAddParams.xAddParams());
      }
    }
  }

  static Path file(Path path, List<byte[]> lines) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      text.write(line);
      text.write('\n');
    }
    return Files.write(path, text.toByteArray());
  }

  static Said batch(String engine, String... words) {
    List<String> command = new ArrayList<>(List.of("batch"));
    command.addAll(Arrays.asList(words));
    command.addAll(List.of("--engine", engine, "--json"));
    return Said.by(command.toArray(String[]::new));
  }

  static List<String> lines(Path out) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> parts = Files.list(out)) {
      for (Path part : parts.filter(path -> path.toString().contains("/part-")).toList()) {
        lines.addAll(Files.readString(part, ISO_8859_1).lines().toList());
      }
    }
    lines.sort(null);
    return lines;
  }

  List<String> reference(Path... inputs) throws IOException {
    List<String> words = new ArrayList<>(List.of("word-count"));
    Arrays.stream(inputs).map(Path::toString).forEach(words::add);
    words.add(folder.resolve("reference").toString());
    assertThat(batch("local", words.toArray(String[]::new)).code()).isZero();
    return lines(folder.resolve("reference"));
  }

  List<String> keys() {
    return redis.client().keys("*").stream().sorted().toList();
  }

  /** Beside the output and what a test has put there. */
  List<String> names() throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }
}
