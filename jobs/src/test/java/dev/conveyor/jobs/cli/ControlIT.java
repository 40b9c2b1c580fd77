package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.jobs.kit.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Running commands that are asked how they stand. */
@Timeout(120)
class ControlIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(40);

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  private static String control(Launched command) {
    return command.awaitErr("answering at ").substring("answering at ".length());
  }

  private static String ask(String address, String question)
      throws IOException, InterruptedException {
    try (Launched ask = Launched.conveyor("ask", address, question, "--patience", "60s")) {
      assertThat(ask.exitCode()).as("%s", ask).isZero();
      assertThat(ask.err()).isEmpty();
      return ask.out().strip();
    }
  }

  private static JsonNode status(String address) throws IOException, InterruptedException {
    return JSON.readTree(ask(address, "status"));
  }

  @Test
  void aFeederAnswers() throws Exception {
    try (Launched feed =
        Launched.conveyor(
            "feed",
            "chocolates",
            "--to",
            redis.list("belt"),
            "--rate",
            "1/h",
            "--count",
            "7",
            "--control")) {
      String address = control(feed);
      assertThat(address).startsWith("zmq+tcp://127.0.0.1:");
      assertThat(OffsetDateTime.parse(ask(address, "time")).toInstant())
          .isBetween(Instant.now().minusSeconds(60), Instant.now());
      assertThat(ask(address, "remaining")).isEqualTo("7");
      JsonNode status = status(address);
      assertThat(status.get("command").asText()).isEqualTo("feed");
      assertThat(status.get("messages").asLong()).isZero();
      assertThat(status.get("uptimeSeconds").isNumber()).isTrue();
      try (Launched ask = Launched.conveyor("ask", address, "the way", "--patience", "60s")) {
        assertThat(ask.exitCode()).isEqualTo(1);
        assertThat(ask.err()).startsWith("cannot answer \"the way\"").contains("status");
      }
    }
  }

  @Test
  void aWorkerKnowsHowManyRemain() throws Exception {
    redis.client().rpush("belt", "a", "b", "c");
    try (Launched work =
        Launched.conveyor(
            "work",
            "--from",
            redis.list("belt"),
            "--handle",
            "1h",
            "--control",
            "zmq+tcp://127.0.0.1:0")) {
      String address = control(work);
      await().atMost(SOON).until(() -> ask(address, "remaining").equals("2"));
      assertThat(status(address).get("messages").asLong()).isZero();
    }
  }

  @Test
  void aRelayAnswers() throws Exception {
    redis.client().rpush("belt", "a", "b");
    try (Launched relay =
        Launched.conveyor(
            "relay", "--from", redis.list("belt"), "--to", redis.list("table"), "--control")) {
      String address = control(relay);
      await().atMost(SOON).until(() -> status(address).get("messages").asLong() == 2);
      assertThat(ask(address, "remaining")).isEqualTo("-");
    }
  }

  @Test
  void aStreamAnswers() throws Exception {
    redis.client().rpush("words", "we", "have");
    try (Launched stream =
        Launched.conveyor(
            "stream",
            "word-count",
            "--from",
            redis.list("words"),
            "--out",
            folder.resolve("out").toString(),
            "--control")) {
      String address = control(stream);
      await().atMost(SOON).until(() -> status(address).get("messages").asLong() == 2);
      assertThat(ask(address, "remaining")).isEqualTo("0");
    }
  }

  @Test
  void nobodyThereIsSaidInOneLine() throws Exception {
    try (Launched ask =
        Launched.conveyor("ask", "zmq+tcp://127.0.0.1:1", "status", "--patience", "500ms")) {
      Said.by(ask).isFailure("zmq+tcp://127.0.0.1:1");
    }
  }
}
