package dev.conveyor.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.NastyText;
import dev.conveyor.jobs.kit.Sums;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Transaction;

/** Streams that are interrupted, and streams whose Redis is away or changes. */
class StreamEndIT extends StreamOfAList {
  /** For longer than the stream may be idle: time without a connection does not count. */
  @Test
  void waitsForARedisThatIsAway() throws Exception {
    List<byte[]> lines = NastyText.lines(12_000);
    push("words", lines);
    try (Launched stream =
        stream(
            "word-count",
            redis.list("words"),
            "--limit",
            "1000",
            "--interval",
            "500ms",
            "--until-idle",
            "2s",
            "--json")) {
      await().atMost(SOON).until(() -> hasWritten("word-count", 2));
      String server = Long.toString(redis.process().pid());
      Launched.signal("STOP", server);
      try {
        stream.awaitErr("does not answer");
        assertThat(stream.isAlive()).isTrue();
      } finally {
        Launched.signal("CONT", server);
      }
      assertThat(claimed()).as("it was in the middle").isPositive();
      JsonNode summary = summary(stream);
      assertThat(summary.get("messages").asLong()).isEqualTo(12_000);
      assertSums("word-count", file(lines));
      assertThat(stream.err()).contains("answers again").doesNotContain("cannot ", "\tat ");
      assertNothingIsLeft();
    }
  }

  @Test
  void failsInOneLineWhenTheListBecomesSomethingElse() throws Exception {
    push("words", NastyText.lines(20_000));
    try (Launched stream =
        stream("word-count", redis.list("words"), "--limit", "1000", "--interval", "500ms")) {
      await().atMost(SOON).until(() -> hasWritten("word-count", 1));
      try (Transaction replacing = redis.client().multi()) {
        replacing.del("words");
        replacing.hset("words", "field", "value");
        replacing.exec();
      }
      assertThat(stream.exitCode(SOON)).as("%s", stream).isEqualTo(1);
      assertThat(stream.err().lines().filter(line -> line.startsWith("cannot ")))
          .as(stream.err())
          .singleElement()
          .asString()
          .contains(redis.list("words"), "list");
      assertThat(stream.err()).doesNotContain("\tat ");
      Sums.ofBatches(out(), "word-count", folder);
    }
  }

  @Test
  void finishesItsBatchWhenItIsInterrupted() throws Exception {
    List<byte[]> lines = NastyText.lines(30_000);
    push("words", lines);
    try (Launched stream =
        stream(
            "word-count",
            redis.list("words"),
            "--limit",
            "2000",
            "--interval",
            "500ms",
            "--json")) {
      await().atMost(SOON).until(() -> hasWritten("word-count", 2));
      stream.interrupt("TERM");
      assertThat(stream.exitCode(SOON)).as("%s", stream).isEqualTo(143);
      int counted = JSON.readTree(stream.lastLine()).get("messages").asInt();
      assertThat(counted).isBetween(1, 29_999);
      assertThat(claimed()).isEqualTo(30_000 - counted);
      assertThat(stream.err()).contains("messages of " + redis.list("words") + " stay claimed");
      assertSums("word-count", file(lines.subList(0, counted)));
      assertThat(stream.err()).doesNotContain("cannot ", "\tat ");
      try (Launched again =
          stream("word-count", redis.list("words"), "--until-idle", "1s", "--json")) {
        assertThat(summary(again).get("messages").asInt()).isEqualTo(30_000 - counted);
        assertSums("word-count", file(lines));
        assertNothingIsLeft();
      }
    }
  }

  /**
   * On a terminal's Ctrl-C too, which reaches every process of the group: so a batch must not be
   * written with the help of others, as Hadoop does with chmod.
   */
  @Test
  void sumsUpOnCtrlC() throws Exception {
    Path called = folder.resolve("chmod.log");
    Path programs = Files.createDirectory(folder.resolve("bin"));
    Path chmod = Files.writeString(programs.resolve("chmod"), "#!/bin/sh\necho $* >> " + called);
    assertThat(chmod.toFile().setExecutable(true)).isTrue();
    push("words", NastyText.lines(100));
    try (Launched stream =
        Launched.conveyor(
            Map.of("PATH", programs + ":" + System.getenv("PATH")),
            "stream",
            "word-count",
            "--from",
            redis.list("words"),
            "--out",
            out().toString())) {
      await().atMost(SOON).until(() -> hasWritten("word-count", 1));
      stream.interrupt("INT");
      assertThat(stream.exitCode(SOON)).as("%s", stream).isEqualTo(130);
      assertThat(stream.out()).startsWith("100 messages in ").contains("\nword-count\t");
    }
    assertThat(Files.exists(called) ? Files.readString(called) : "").doesNotContain(out() + "/");
  }
}
