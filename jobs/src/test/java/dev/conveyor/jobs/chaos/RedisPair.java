package dev.conveyor.jobs.chaos;

import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The Redis of a round, alone or with an asynchronous replica, behind a proxy if one is needed. Its
 * append-only file is on disk before it answers.
 */
final class RedisPair implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int PATIENCE_MILLIS = 10_000;

  private final TcpProxy proxy;
  private final TcpProxy replication;
  private LocalRedis master;
  private LocalRedis replica;
  private boolean isLagging;

  RedisPair(Set<Need> needs, long seed) throws IOException, InterruptedException {
    boolean isReplicated = needs.contains(Need.REPLICA);
    master = LocalRedis.startDurable();
    replica = isReplicated ? LocalRedis.startDurable() : null;
    proxy = isReplicated || needs.contains(Need.PROXY) ? new TcpProxy(master.port(), seed) : null;
    replication = isReplicated ? new TcpProxy(master.port(), seed) : null;
    if (isReplicated) {
      replicate();
    }
  }

  /** Where clients connect. */
  int port() {
    return proxy == null ? master.port() : proxy.port();
  }

  LocalRedis master() {
    return master;
  }

  TcpProxy proxy() {
    return proxy;
  }

  /** Asks the master, past the proxy. */
  <T> T ask(Function<Jedis, T> question) {
    return ask(master, question);
  }

  /** Asks the master; the other answer while it cannot be asked. */
  <T> T askOr(T otherwise, Function<Jedis, T> question) {
    try {
      return ask(question);
    } catch (JedisException e) {
      return otherwise;
    }
  }

  private static <T> T ask(LocalRedis redis, Function<Jedis, T> question) {
    DefaultJedisClientConfig settings =
        DefaultJedisClientConfig.builder()
            .autoNegotiateProtocol(false)
            .socketTimeoutMillis(PATIENCE_MILLIS)
            .build();
    try (Jedis client = new Jedis("127.0.0.1", redis.port(), settings)) {
      return question.apply(client);
    }
  }

  private void replicate() {
    ask(replica, client -> client.replicaof("127.0.0.1", replication.port()));
    LocalRedis from = master;
    LocalRedis to = replica;
    Waiting.until(
        LIMIT,
        "a replica in step",
        () ->
            ask(to, client -> client.info("replication")).contains("master_link_status:up")
                && ask(from, client -> client.waitReplicas(1, 1_000)) == 1);
  }

  /** From now on the replica is told nothing more. */
  void lag() {
    isLagging = true;
    replication.disturb(TcpProxy.Mode.SWALLOW_REPLIES, port -> true, Duration.ZERO);
  }

  boolean isLagging() {
    return isLagging;
  }

  /** Kills the master and promotes the replica, which clients reach at once. */
  void failOver() throws InterruptedException {
    isLagging = false;
    LocalRedis dead = master;
    dead.kill();
    ask(replica, Jedis::replicaofNoOne);
    master = replica;
    replica = dead;
    proxy.redirect(master.port());
  }

  /** Makes the former master a replica of the new one. */
  void rejoin() throws InterruptedException {
    replica.startAgain();
    replication.pass();
    replication.redirect(master.port());
    Waiting.until(LIMIT, "a Redis that has loaded", () -> answers(replica));
    replicate();
  }

  private static boolean answers(LocalRedis redis) {
    try {
      return ask(redis, Jedis::ping).equals("PONG");
    } catch (JedisException e) {
      return false;
    }
  }

  @Override
  public void close() {
    for (AutoCloseable part : new AutoCloseable[] {proxy, replication, replica, master}) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) {
        System.err.println("cannot close " + part + ": " + e.getMessage());
      }
    }
  }
}
