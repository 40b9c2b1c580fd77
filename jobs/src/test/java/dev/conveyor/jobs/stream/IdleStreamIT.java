package dev.conveyor.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.jobs.cluster.FreePort;
import dev.conveyor.jobs.kit.Launched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stream on ZeroMQ ends by {@code --until-idle}, whether its feeder has finished or never came.
 */
@Timeout(180)
class IdleStreamIT {
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir Path folder;

  private Launched stream(String from) throws Exception {
    return Launched.conveyor(
        "stream",
        "word-count",
        "--from",
        from,
        "--out",
        folder.resolve("out").toString(),
        "--interval",
        "500ms",
        "--until-idle",
        "8s",
        "--json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "queue&acknowledged", "topic=poem"})
  void endsWhereNoFeederEverComes(String pattern) throws Exception {
    try (Launched stream = stream("zmq+tcp://127.0.0.1:" + FreePort.any() + "?" + pattern)) {
      assertThat(stream.exitCode(SOON)).as("%s", stream).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue", "queue&acknowledged", "topic=poem"})
  void endsAfterItsFeederHasFinished(String pattern) throws Exception {
    String place = "zmq+tcp://127.0.0.1:" + FreePort.any() + "?" + pattern;
    Path lines = Files.write(folder.resolve("lines"), List.of("tom", "felix"));
    String wait = pattern.startsWith("topic") ? "&wait=60s" : "";
    try (Launched feed =
            Launched.conveyor("feed", "lines", lines.toString(), "--to", place + wait);
        Launched stream = stream(place)) {
      assertThat(feed.exitCode()).as("%s", feed).isZero();
      assertThat(stream.exitCode(SOON)).as("%s", stream).isZero();
      assertThat(new ObjectMapper().readTree(stream.lastLine()).get("messages").asLong())
          .isEqualTo(2);
    }
  }
}
