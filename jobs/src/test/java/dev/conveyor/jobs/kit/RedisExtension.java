package dev.conveyor.jobs.kit;

import dev.conveyor.streaming.redis.internal.LocalRedis;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.Jedis;

/**
 * A Redis server for tests, with a client that knows nothing of transports. In a static field it
 * starts one server for the class and empties it before each test; in an instance field it starts
 * one server for each test.
 */
public final class RedisExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final int PATIENCE_MILLIS = 60_000;

  private boolean isOfClass;
  private LocalRedis redis;
  private Jedis client;

  /** Returns a client that bears a server which answers late, as on a busy machine. */
  public static Jedis client(int port) {
    return new Jedis("127.0.0.1", port, PATIENCE_MILLIS);
  }

  private void start() throws InterruptedException {
    redis = LocalRedis.start();
    client = client(redis.port());
  }

  private void close() {
    client.close();
    redis.close();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws InterruptedException {
    isOfClass = true;
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    if (isOfClass) {
      client.flushAll();
    } else {
      start();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!isOfClass) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Returns the client, which is for one thread at a time. */
  public Jedis client() {
    return client;
  }

  /** Returns the port of the server on loopback. */
  public int port() {
    return redis.port();
  }

  /** Returns the server's process, for tests that stop and continue it. */
  public ProcessHandle process() {
    return redis.process();
  }

  /** Returns the address of a list. */
  public String list(String key) {
    return redis.list(key);
  }

  /** Returns an address with that query, for example {@code channel=cat}. */
  public String at(String query) {
    return "redis://127.0.0.1:" + redis.port() + "?" + query;
  }
}
