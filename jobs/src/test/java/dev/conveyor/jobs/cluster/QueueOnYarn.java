package dev.conveyor.jobs.cluster;

import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** The poem in a list that opens with a password. */
public final class QueueOnYarn {
  private static final String PASSWORD = "open-sesame-7";

  private QueueOnYarn() {}

  /** A file with the address of the list, as {@code @FILE} reads it. */
  public static Path address(LocalRedis redis, Path folder) throws IOException {
    try (Jedis client = RedisExtension.client(redis.port())) {
      client.aclSetUser("ada", "on", ">" + PASSWORD, "~*", "&*", "+@all");
      try (Pipeline pipeline = client.pipelined()) {
        Files.readAllLines(Installation.HOME.resolve("data/mammoth.txt"))
            .forEach(line -> pipeline.rpush("poem", line));
      }
    }
    return Files.writeString(
        folder.resolve("address"),
        "redis://ada:" + PASSWORD + "@127.0.0.1:" + redis.port() + "?list=poem");
  }
}
