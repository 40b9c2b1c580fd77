package dev.conveyor.streaming.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.redis.RedisExtension;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

@Timeout(60)
class LocalRedisIT {

  @Test
  void whatADurableOneHasAnsweredOutlastsEachKill() throws Exception {
    try (LocalRedis redis = LocalRedis.startDurable()) {
      for (int kill = 0; kill < 3; kill++) {
        ProcessHandle before = redis.process();
        try (Jedis client = RedisExtension.client(redis.port())) {
          client.rpush("kills", Integer.toString(kill));
        }
        redis.kill();
        assertThat(before.isAlive()).isFalse();
        redis.startAgain();
        assertThat(redis.process()).isNotEqualTo(before);
        int written = kill + 1;
        await()
            .atMost(Duration.ofSeconds(20))
            .ignoreException(JedisDataException.class) // While it loads its file.
            .until(() -> length(redis) == written);
      }
    }
  }

  private static long length(LocalRedis redis) {
    try (Jedis client = RedisExtension.client(redis.port())) {
      return client.llen("kills");
    }
  }

  @Test
  void onePlainlyStartedForgetsAndClosesWhenKilled() throws Exception {
    LocalRedis redis = LocalRedis.start();
    try (redis;
        Jedis client = RedisExtension.client(redis.port())) {
      client.rpush("kills", "0");
      redis.kill();
      redis.startAgain();
      assertThat(length(redis)).isZero();
    }
    assertThat(redis.process().isAlive()).isFalse();
  }

  @Test
  void isTheServerThatTheEnvironmentChooses() throws Exception {
    String choice = String.valueOf(System.getenv("CONVEYOR_LOCAL_REDIS"));
    try (LocalRedis redis = LocalRedis.start()) {
      int version = version(redis);
      switch (choice) {
        case "embedded" -> assertThat(version).isEqualTo(602);
        case "installed" -> assertThat(version).isGreaterThanOrEqualTo(700);
        default -> assertThat(version).isGreaterThanOrEqualTo(602);
      }
    }
    try (LocalRedis redis = LocalRedis.start(LocalRedis.Server.EMBEDDED, List::of)) {
      assertThat(version(redis)).isEqualTo(602);
    }
  }

  /** 602 for 6.2. */
  private static int version(LocalRedis redis) {
    try (Jedis client = RedisExtension.client(redis.port())) {
      Matcher version =
          Pattern.compile("redis_version:([0-9]+)\\.([0-9]+)").matcher(client.info("server"));
      assertThat(version.find()).isTrue();
      return 100 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2));
    }
  }
}
