package dev.conveyor.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.jobs.kit.Launched;
import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Signals while the Redis of a command is gone. */
@Timeout(180)
class RedisGoneIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  /**
   * 30 s are promised; a busy machine takes some to end four processes. Without the promise, they
   * would wait for Redis for 5 minutes.
   */
  private static final Duration PROMISED = Duration.ofSeconds(60);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "STOP"})
  void endsEachCommandWithinTheTimeThatIsPromised(String fault) throws Exception {
    try (LocalRedis redis = LocalRedis.start()) {
      try (Jedis client = RedisExtension.client(redis.port());
          Pipeline pipeline = client.pipelined()) {
        for (int i = 0; i < 300_000; i++) {
          pipeline.rpush("words", "w" + i);
        }
        pipeline.rpush("jobs", "1", "2");
      }
      try (Launched stream = stream(redis);
          Launched work = Launched.conveyor("work", "--from", redis.list("jobs"));
          Launched feed =
              Launched.conveyor(
                  "feed", "chocolates", "--rate", "20/s", "--to", redis.list("chocolates"));
          Launched relay =
              Launched.conveyor(
                  "relay", "--from", redis.channel("topic"), "--to", redis.list("carried"))) {
        await().atMost(SOON).until(() -> isUnderWay(redis));
        Launched.signal(fault, Long.toString(redis.process().pid()));
        try {
          List<Launched> all = List.of(stream, work, feed, relay);
          for (Launched command : all) {
            command.awaitErr("does not answer");
          }
          for (Launched command : all) {
            command.interrupt("TERM");
          }
          long signalled = System.nanoTime();
          for (Launched command : all) {
            Duration left = PROMISED.minusNanos(System.nanoTime() - signalled);
            assertThat(command.exitCode(left)).as("%s", command).isEqualTo(143);
          }
        } finally {
          redis.process().destroyForcibly();
        }
      }
    }
  }

  private Launched stream(LocalRedis redis) throws Exception {
    return Launched.conveyor(
        "stream",
        "word-count",
        "--from",
        redis.list("words"),
        "--limit",
        "1000",
        "--interval",
        "200ms",
        "--out",
        folder.resolve("out").toString());
  }

  private boolean isUnderWay(LocalRedis redis) {
    try (Jedis client = RedisExtension.client(redis.port())) {
      return folder.resolve("out/word-count").toFile().exists()
          && client.exists("chocolates")
          && client.pubsubNumSub("topic").get("topic") == 1
          && client.llen("jobs") == 0;
    }
  }
}
