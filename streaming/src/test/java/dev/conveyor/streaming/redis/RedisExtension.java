package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.util.List;
import java.util.function.Supplier;
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
public class RedisExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final LocalRedis.Server server;
  private final Supplier<List<String>> arguments;
  private boolean isOfClass;
  private LocalRedis redis;
  private Jedis client;

  /** Starts the server that {@code CONVEYOR_LOCAL_REDIS} chooses. */
  public RedisExtension() {
    this(LocalRedis.Server.chosen());
  }

  /** Starts one server or the other, with more arguments. */
  RedisExtension(LocalRedis.Server server, String... arguments) {
    this.server = server;
    this.arguments = () -> List.of(arguments);
  }

  /** Holds a running server, which {@link #close} ends. */
  RedisExtension(LocalRedis running) {
    this(LocalRedis.Server.EITHER);
    hold(running);
  }

  /** Returns a client that bears a server which answers late, as on a busy machine. */
  public static Jedis client(int port) {
    return new Jedis("127.0.0.1", port, PATIENCE_MILLIS);
  }

  private void hold(LocalRedis running) {
    redis = running;
    client = client(redis.port());
  }

  @Override
  public void beforeAll(ExtensionContext context) throws InterruptedException {
    isOfClass = true;
    hold(LocalRedis.start(server, arguments));
  }

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    if (isOfClass) {
      client.flushAll();
    } else {
      hold(LocalRedis.start(server, arguments));
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

  @Override
  public void close() {
    client.close();
    redis.close();
  }

  /** Returns the client, which is for one thread at a time. */
  public final Jedis client() {
    return client;
  }

  /** Returns the server, for tests that stop it or look at its process. */
  public final LocalRedis redis() {
    return redis;
  }

  /** Returns the port of the server on loopback. */
  public final int port() {
    return redis.port();
  }

  /** Returns the address of a list. */
  public final String list(String key) {
    return redis.list(key);
  }

  /** Returns the address of a stream. */
  public final String stream(String key) {
    return redis.stream(key);
  }

  /** Returns the address of a channel. */
  public final String channel(String name) {
    return redis.channel(name);
  }
}
