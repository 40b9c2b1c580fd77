package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.TransportException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection to Redis that is made again when it is lost. Belongs to one thread.
 *
 * <p>What is asked through it must be harmless to ask twice: a server that was only silent may
 * still do what an abandoned connection had asked for.
 */
final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LEAST_PATIENCE = FIRST_PAUSE.plusMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

  /** What a server says that will serve again soon. */
  private static final List<String> PASSING =
      List.of("LOADING", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "READONLY", "OOM");

  private final RedisServer server;
  private final String type;
  private final String action;
  private Jedis redis;
  private long awaySince;
  private long warnedAt;
  private boolean away;

  /**
   * Connects.
   *
   * @param key that must hold nothing yet, or what it is used as
   * @param type as Redis names it: {@code list}
   * @param action for messages: {@code read from} or {@code write to}
   * @throws TransportException if nobody answers, or what answers refuses
   */
  RedisLink(RedisServer server, String key, String type, String action) {
    this.server = server;
    this.type = type;
    this.action = action;
    try {
      String found = connected().type(key);
      if (!found.equals(type) && !found.equals("none")) {
        throw failed("the key holds a " + found + ", not a " + type, "name another key", null);
      }
    } catch (JedisException e) {
      close();
      throw isPassing(e)
          ? failed(
              "no answer from " + server.hostAndPort(), "start Redis there or mend the address", e)
          : refused(e);
    } catch (TransportException e) {
      close();
      throw e;
    }
  }

  /** Whether the latest question was answered. */
  boolean isConnected() {
    return !away;
  }

  /**
   * Asks, and asks again while the connection is away, for as long as the address says.
   *
   * @throws TransportException if Redis refuses, or does not come back
   */
  <T> T ask(Function<Jedis, T> question) throws InterruptedException {
    return ask(question, server.reconnect()).orElseThrow(() -> lost(null));
  }

  /**
   * Asks, and asks again while the connection is away, for as long as the patience lasts; empty if
   * it was away all that time. The question's answer is never null.
   *
   * @throws TransportException if Redis refuses, or has been away for longer than the address says
   */
  <T> Optional<T> ask(Function<Jedis, T> question, Duration patience) throws InterruptedException {
    RetryPolicy<T> untilBack =
        RetryPolicy.<T>builder()
            .handleIf(RedisLink::isPassing)
            .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
            .withMaxRetries(-1)
            .withMaxDuration(patience.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : patience)
            .build();
    try {
      return Optional.of(Failsafe.with(untilBack).get(() -> askOnce(question)));
    } catch (FailsafeException e) {
      throw interrupted(e);
    } catch (JedisException e) {
      if (isPassing(e)) {
        return Optional.empty();
      }
      throw refused(e);
    }
  }

  private <T> T askOnce(Function<Jedis, T> question) {
    try {
      T answer = question.apply(connected());
      if (away) {
        away = false;
        LOG.warn("{} answers again", server.hostAndPort());
      }
      return answer;
    } catch (JedisException e) {
      if (isPassing(e)) {
        close();
        stillAway(e);
      }
      throw e;
    }
  }

  /** Asks once, and says nothing if no answer comes: empty then. */
  <T> Optional<T> askQuietly(Function<Jedis, T> question) {
    try {
      return Optional.of(question.apply(connected()));
    } catch (JedisException e) {
      LOG.debug("no answer to a question that can wait", e);
      close();
      return Optional.empty();
    }
  }

  private void stillAway(JedisException e) {
    long now = System.nanoTime();
    if (!away) {
      away = true;
      awaySince = now;
      warnedAt = now - BETWEEN_WARNINGS.toNanos();
    }
    if (now - awaySince > server.reconnect().toNanos()) {
      throw lost(e);
    }
    if (now - warnedAt >= BETWEEN_WARNINGS.toNanos()) {
      warnedAt = now;
      LOG.warn("{} does not answer; waiting for it to come back", server.hostAndPort());
    }
  }

  private Jedis connected() {
    if (redis == null) {
      DefaultJedisClientConfig config =
          DefaultJedisClientConfig.builder()
              .connectionTimeoutMillis((int) CONNECT_TIMEOUT.toMillis())
              .socketTimeoutMillis((int) ANSWER_TIMEOUT.toMillis())
              .autoNegotiateProtocol(false)
              .credentialsProvider(server::credentials)
              .database(server.database())
              .build();
      redis = new Jedis(server.hostAndPort(), config);
    }
    return redis;
  }

  private static boolean isPassing(Throwable failure) {
    return failure instanceof JedisConnectionException
        || (failure instanceof JedisDataException
            && PASSING.stream().anyMatch(String.valueOf(failure.getMessage())::startsWith));
  }

  private TransportException lost(Throwable cause) {
    return failed(
        server.hostAndPort() + " has not answered for " + server.reconnect().toSeconds() + " s",
        "see to Redis, or wait longer with &reconnect=1h",
        cause);
  }

  private TransportException refused(JedisException e) {
    String said = String.valueOf(e.getMessage());
    if (said.contains("WRONGTYPE")) {
      return failed("the key holds something else than a " + type, "name another key", e);
    }
    if (e instanceof JedisAccessControlException || said.startsWith("NOAUTH")) {
      return failed(
          "Redis asks for another user or password",
          "set CONVEYOR_REDIS_PASSWORD and name the user in the address",
          e);
    }
    if (said.contains("NOPERM")) {
      return failed("Redis does not permit it (NOPERM)", "grant the user EVAL and the list", e);
    }
    if (said.contains("nknown Redis command") || said.contains("nknown command")) {
      return failed("this Redis lacks a command that lists need", "use Redis 6.2 or later", e);
    }
    if (said.contains("DB index")) {
      return failed("Redis has no database " + server.database(), "name another one", e);
    }
    return failed("Redis says \"" + said + "\"", "see the log of Redis", e);
  }

  private TransportException failed(String what, String remedy, Throwable cause) {
    return new TransportException(
        "cannot " + action + " " + server.address() + ": " + what + "; " + remedy, cause);
  }

  private static InterruptedException interrupted(FailsafeException e) {
    if (e.getCause() instanceof InterruptedException interruption) {
      return interruption;
    }
    throw e;
  }

  @Override
  public void close() {
    Jedis closing = redis;
    redis = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (JedisException e) {
        LOG.debug("closing a connection that was gone", e);
      }
    }
  }
}
