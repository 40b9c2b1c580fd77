package dev.conveyor.jobs.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.streaming.Envelope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.params.XAddParams;

/** Channels, patterns and Redis streams into Spark Streaming, and what is known of gaps. */
@Timeout(120)
class TopicStreamIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(40);

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private Launched stream(String query, String... options) throws IOException {
    String out = folder.resolve("out").toString();
    String[] words = {
      "stream", "word-count", "--from", redis.at(query), "--until-quit", "--out", out
    };
    return Launched.conveyor(
        java.util.stream.Stream.of(words, options)
            .flatMap(java.util.stream.Stream::of)
            .toArray(String[]::new));
  }

  private static JsonNode summary(Launched stream) throws IOException, InterruptedException {
    assertThat(stream.exitCode()).as("%s", stream).isZero();
    return JSON.readTree(stream.lastLine());
  }

  @Test
  void readsAStreamFromItsBeginning() throws Exception {
    redis.client().xadd("log", Map.of("body", "we have"), XAddParams.xAddParams());
    redis.client().xadd("log", Map.of("body", "seen thee"), XAddParams.xAddParams());
    redis.client().xadd("log", Map.of("other", "no body"), XAddParams.xAddParams());
    redis.client().xadd("log", Map.of("body", "quit"), XAddParams.xAddParams());
    try (Launched stream = stream("stream=log", "--json")) {
      JsonNode summary = summary(stream);
      assertThat(summary.get("messages").asLong()).isEqualTo(3);
      assertThat(summary.get("dead").asLong()).isEqualTo(1);
      assertThat(summary.get("amounts").get("word-count").asLong()).isEqualTo(4);
      assertThat(summary.has("gaps")).isFalse();
    }
    assertThat(redis.client().xlen("log")).isEqualTo(4);
  }

  @Test
  void seesEveryWordOfAChannelThatItWasThereFor() throws Exception {
    String poem = Launched.HOME.resolve("data/mammoth.txt").toString();
    try (Launched stream = stream("channel=poem", "--json");
        Launched feed =
            Launched.conveyor(
                "feed",
                "poem",
                poem,
                "--to",
                redis.at("channel=poem&envelope&wait=60s"),
                "--quit",
                "1")) {
      assertThat(feed.exitCode()).as("%s", feed).isZero();
      JsonNode summary = summary(stream);
      assertThat(summary.get("messages").asLong()).isEqualTo(156);
      assertThat(summary.get("gaps").asLong()).isZero();
      assertThat(summary.get("repeats").asLong()).isZero();
      assertThat(summary.get("latencyMillis").get("p99").asLong()).isPositive();
    }
  }

  @Test
  void countsGapsAndRepeatsOfAPattern() throws Exception {
    try (Launched stream = stream("pattern=cat*")) {
      await().atMost(SOON).until(() -> redis.client().pubsubNumPat() == 1);
      for (long sequence : new long[] {1, 2, 5, 5, 6}) {
        Envelope envelope = new Envelope(7, sequence, Instant.now());
        redis.client().publish("cats".getBytes(UTF_8), envelope.seal("tom".getBytes(UTF_8)));
      }
      redis.client().publish("cats", "quit");
      assertThat(stream.exitCode()).as("%s", stream).isZero();
      assertThat(stream.out())
          .contains("5 messages in ", "; 2 gaps, 1 repeat, latency ", "word-count\t5");
    }
  }

  @Test
  void saysThatGapsAreUnknownWithoutTheEnvelopesAskedFor() throws Exception {
    try (Launched stream = stream("channel=cats&envelope")) {
      await().atMost(SOON).until(() -> redis.client().pubsubNumSub("cats").get("cats") == 1);
      redis.client().publish("cats", "tom");
      redis.client().publish("cats", "quit");
      assertThat(stream.exitCode()).as("%s", stream).isZero();
      assertThat(stream.out()).contains("1 message in 1 batch", "gaps unknown");
    }
  }
}
