package dev.conveyor.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.kit.Handled;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A feeder that is far too fast for its reader, with several times as many bytes to send as either
 * of them may have for memory.
 */
@Timeout(120)
class BackPressureIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> LITTLE_MEMORY = Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m");
  private static final int LINES = 100;
  private static final int REPEATS = 300;

  @RegisterExtension final RedisExtension redis = new RedisExtension();
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://127.0.0.1:REDIS?list=belt&capacity=1000",
        "zmq+tcp://127.0.0.1:0?queue&hwm=100",
        "zmq+tcp://127.0.0.1:0?queue&acknowledged",
        "zmq+tcp://127.0.0.1:0?topic=belt&nodrop&hwm=100",
      })
  void nobodyGrowsAndNothingIsLost(String address) throws Exception {
    Path file = folder.resolve("lines");
    Files.writeString(file, ("x".repeat(8_191) + "\n").repeat(LINES));
    String to = address.replace("REDIS", Integer.toString(redis.port()));
    try (Launched feed =
        Launched.conveyor(
            LITTLE_MEMORY,
            "feed",
            "lines",
            file.toString(),
            "--repeat",
            Integer.toString(REPEATS),
            "--to",
            to,
            "--quit",
            "1")) {
      String from =
          to.contains(":0?") ? feed.awaitErr("feeding ").substring("feeding ".length()) : to;
      try (Launched work =
          Launched.conveyor(
              LITTLE_MEMORY, "work", "--from", from, "--until-quit", "--quiet", "--json")) {
        assertThat(work.exitCode()).as("%s", work).isZero();
        JsonNode summary = JSON.readTree(work.lastLine());
        assertThat(summary.get("messages").asLong()).isEqualTo((long) LINES * REPEATS);
      }
      assertThat(feed.exitCode()).as("%s", feed).isZero();
    }
  }

  @Test
  void anUnboundedListIsABeltWhoseBacklogGrows() throws Exception {
    try (Launched feed =
            Launched.conveyor("feed", "chocolates", "--to", redis.list("belt"), "--rate", "100/s");
        Launched lucy =
            Launched.conveyor("work", "--from", redis.list("belt"), "--handle", "100ms"); ) {
      await().atMost(Duration.ofSeconds(30)).until(() -> redis.client().llen("belt") > 100);
      assertThat(Handled.by(lucy)).hasSizeLessThan(100);
      assertThat(Handled.by(lucy)).extracting(Handled::remaining).doesNotContain("-");
      assertThat(feed.isAlive()).isTrue();
    }
  }
}
