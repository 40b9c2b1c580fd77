package dev.conveyor.jobs.kit;

import dev.conveyor.streaming.redis.internal.LocalRedis;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.Jedis;

/** A Redis of its own for each test, and a client that is not ours. */
public final class RedisExtension implements BeforeEachCallback, AfterEachCallback {
  private static final int PATIENCE_MILLIS = 60_000;

  private LocalRedis redis;
  private Jedis client;

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    redis = LocalRedis.start();
    client = new Jedis("127.0.0.1", redis.port(), PATIENCE_MILLIS);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    client.close();
    redis.close();
  }

  public Jedis client() {
    return client;
  }

  public int port() {
    return redis.port();
  }

  public ProcessHandle process() {
    return redis.process();
  }

  public String list(String key) {
    return redis.list(key);
  }

  /** For example {@code at("channel=cat")}. */
  public String at(String query) {
    return "redis://127.0.0.1:" + redis.port() + "?" + query;
  }
}
