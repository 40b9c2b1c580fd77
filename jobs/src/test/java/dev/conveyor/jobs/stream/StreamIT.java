package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.NastyText;
import dev.conveyor.jobs.kit.Sums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages that {@code stream} counts, and dead letters that it keeps. */
class StreamIT extends StreamOfAList {
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
        assertThat(counted + claimed() + redis.client().llen("words"))
            .isEqualTo(500 + 20_000 + 156);
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
}
