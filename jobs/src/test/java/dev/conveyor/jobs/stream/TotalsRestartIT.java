package dev.conveyor.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.NastyText;
import dev.conveyor.jobs.kit.Sums;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Totals and formats of streams whose driver is killed, or ends between two batches. */
@Timeout(300)
class TotalsRestartIT extends StreamOfAList {
  private static final int LINES = 6_000;
  private static final Duration LATER = Duration.ofSeconds(100);

  private Launched start(EngineKind engine, String format, String... options) throws IOException {
    String[] words = {
      "--engine",
      engine.toString(),
      "--format",
      format,
      "--totals",
      redis.at("hash=totals"),
      "--lease",
      "2s",
      "--interval",
      "200ms"
    };
    String[] all = new String[words.length + options.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(options, 0, all, words.length, options.length);
    return stream("word-count", redis.list("words"), all);
  }

  private Map<String, Long> totals() {
    Map<String, Long> totals = new HashMap<>();
    redis.client().hgetAll("totals").forEach((key, value) -> totals.put(key, Long.valueOf(value)));
    return totals;
  }

  /** Killed with most batches before it; the totals take each once, as the folders do. */
  @ParameterizedTest
  @CsvSource({"DSTREAM, KILL", "STRUCTURED, KILL", "STRUCTURED, TERM"})
  void agreeWithTheFolders(EngineKind engine, String signal) throws Exception {
    List<byte[]> lines = NastyText.lines(LINES);
    push("words", lines);
    try (Launched first = start(engine, "text", "--limit", "300")) {
      await().atMost(LATER).until(() -> hasWritten("word-count", 3) || !first.isAlive());
      first.interrupt(signal);
      first.exitCode(LATER);
      if (signal.equals("TERM")) {
        assertThat(first.exitCode()).as("%s", first).isEqualTo(143);
        assertThat(first.err()).contains(" stay claimed").doesNotContain("cannot ", "\tat ");
        assertThat(totals()).isEqualTo(Sums.ofBatches(out(), "word-count", folder));
      }
    }
    assertThat(redis.client().llen("words") + claimed()).as("it was in the middle").isPositive();
    try (Launched second = start(engine, "text", "--until-idle", "1s", "--json")) {
      summary(second);
    }
    assertSums("word-count", file(lines));
    assertThat(totals()).isEqualTo(Sums.ofBatches(out(), "word-count", folder));
    // A driver that is killed leaves what its tasks had in hand; that expires.
    assertThat(redis.client().keys("*:stage:*"))
        .allSatisfy(stage -> assertThat(redis.client().ttl(stage)).isPositive())
        .matches(stages -> signal.equals("KILL") || stages.isEmpty());
  }

  /** A Redis that has lost its totals knows less than the checkpoint. */
  @Test
  void areReportedWhenTheirServerHasLostThem() throws Exception {
    push("words", NastyText.lines(100));
    try (Launched first = start(EngineKind.DSTREAM, "text", "--until-idle", "1s", "--json")) {
      assertThat(summary(first).get("lost").asText()).isEqualTo("0");
    }
    redis.client().keys("*totals*").forEach(redis.client()::del);
    push("words", NastyText.lines(100));
    try (Launched failing = start(EngineKind.DSTREAM, "text", "--until-idle", "1s", "--json")) {
      assertThat(failing.exitCode(LATER)).as("%s", failing).isEqualTo(1);
      assertThat(failing.err())
          .containsPattern("cannot write batch [0-9]+ of a query to redis://.*hash=totals: it")
          .contains(" has lost the ", "in a command by --on-loss count")
          .doesNotContain("\tat ");
      assertThat(failing.out()).doesNotContain("\"lost\":0");
    }
    String[] counting = {"--until-idle", "1s", "--json", "--on-loss", "count"};
    try (Launched last = start(EngineKind.DSTREAM, "text", counting)) {
      assertThat(summary(last).get("lost").asText()).isEqualTo("unknown");
    }
    assertThat(redis.client().hgetAll("totals")).isNotEmpty();
  }
}
