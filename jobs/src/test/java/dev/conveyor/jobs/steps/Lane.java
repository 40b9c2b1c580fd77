package dev.conveyor.jobs.steps;

import dev.conveyor.jobs.kit.RedisExtension;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;

/**
 * The environment of consecutive cases: a Redis, and two processes that run drivers. Belongs to one
 * thread.
 */
final class Lane implements AutoCloseable {
  private static final int HOSTS = 2;

  private final Path folder;
  private final LocalRedis redis;
  private final StepServer server;
  private final RedisCalls calls;
  private final List<HostProcess> hosts = new ArrayList<>();
  private int cases;

  Lane(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.calls = RedisCalls.known();
    this.redis = LocalRedis.start();
    try (Jedis jedis = RedisExtension.client(redis.port())) {
      calls.load(jedis);
    }
    this.server = new StepServer();
    for (int host = 0; host < HOSTS; host++) {
      byte[] loopback = {127, 0, 0, (byte) (2 + host)};
      hosts.add(new HostProcess(InetAddress.getByAddress(loopback), folder, server));
    }
  }

  LocalRedis redis() {
    return redis;
  }

  StepServer server() {
    return server;
  }

  RedisCalls calls() {
    return calls;
  }

  HostProcess host(int index) {
    return hosts.get(index);
  }

  int hosts() {
    return hosts.size();
  }

  /** A new one for each case. */
  Path nextFolder() throws IOException {
    return Files.createDirectory(folder.resolve("case-" + ++cases));
  }

  @Override
  public void close() throws IOException {
    hosts.forEach(HostProcess::close);
    server.close();
    redis.close();
  }
}
