package dev.conveyor.streaming.redis.internal;

import dev.conveyor.streaming.TransportException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection to Redis that is made again when it is lost. Belongs to one thread.
 *
 * <p>What is asked through it must be harmless to ask twice: a server that was only silent may
 * still do what an abandoned connection had asked for.
 */
public final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LEAST_PATIENCE = FIRST_PAUSE.plusMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final RedisServer server;
  private final String type;
  private final String action;
  private final RedisSockets sockets;
  private final RedisLogin login;
  private final Downtime absence;
  private Jedis redis;

  /**
   * Connects, for replies that hold no bodies. A server that answers and cannot serve now, see
   * {@link Outage}, is waited for.
   *
   * @param key that must hold nothing yet, or what it is used as
   * @param type as Redis names it: {@code list}
   * @param action for messages: {@code read from} or {@code write to}
   * @throws TransportException if no server answers, or the one that does refuses
   */
  public RedisLink(RedisServer server, String key, String type, String action)
      throws InterruptedException {
    this(server, key, type, action, ReplyLimits.small());
  }

  /** Opens a link whose replies stay within these limits. */
  public RedisLink(RedisServer server, String key, String type, String action, ReplyLimits limits)
      throws InterruptedException {
    this(server, type, action, limits);
    begin(() -> ensureFits(connected().type(key)));
  }

  /** Checks what a key holds: nothing yet, or what it is used as. */
  public void ensureFits(String found) {
    if (!found.equals(type) && !found.equals("none")) {
      throw failed("the key holds a " + found + ", not a " + type, "name another key", null);
    }
  }

  /** Connects with the first question, which waits for a server that is away. */
  public RedisLink(RedisServer server, String type, String action, ReplyLimits limits) {
    this.server = server;
    this.type = type;
    this.action = action;
    this.sockets = new RedisSockets(server, limits, CONNECT_TIMEOUT, ANSWER_TIMEOUT);
    this.login = new RedisLogin(server, sockets, CONNECT_TIMEOUT, ANSWER_TIMEOUT);
    this.absence = new Downtime(server, this::maxMemory);
  }

  /** Connects to a server for what is no key: a channel. */
  public static RedisLink withoutKey(
      RedisServer server, String type, String action, ReplyLimits limits)
      throws InterruptedException {
    RedisLink link = new RedisLink(server, type, action, limits);
    link.begin(() -> link.connected().ping());
    return link;
  }

  private void begin(Runnable first) throws InterruptedException {
    long pause = FIRST_PAUSE.toNanos();
    try {
      while (!begins(first)) {
        TimeUnit.NANOSECONDS.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
      }
    } catch (InterruptedException | TransportException e) {
      close();
      throw e;
    }
  }

  private boolean begins(Runnable first) {
    try {
      first.run();
      absence.end();
      return true;
    } catch (JedisException e) {
      close();
      if (Outage.in(e).isEmpty()) {
        boolean isAway = NonRetryableError.isPassing(e) && !(e instanceof NoCredentialsException);
        throw isAway ? unanswered(e) : refused(e);
      }
      stillAway(e);
      return false;
    }
  }

  private TransportException unanswered(JedisException e) {
    NonRetryableError refusal =
        ProtocolProbe.at(server)
            .orElse(
                new NonRetryableError(
                    "no answer from " + server.hostAndPort(),
                    "start Redis there or fix the address"));
    return failed(refusal.what(), refusal.remedy(), e);
  }

  /** The socket of the connection in use. */
  public GuardedSocket socket() {
    return sockets.latest();
  }

  /** Returns whether the latest question was answered. */
  public boolean isConnected() {
    return absence.isOver();
  }

  /** Returns whether the server did not serve this link at some time since the previous call. */
  public boolean wasAway() {
    return absence.wasNoticed();
  }

  /** Resets {@link #isMissed}. */
  public void resetAway() {
    absence.wasNoticed();
  }

  /** Returns whether a question went unanswered since {@link #resetAway}, or already then. */
  public boolean isMissed() {
    return absence.isNoticed();
  }

  /**
   * Asks, and asks again while the connection is away, for as long as the address says.
   *
   * @throws TransportException if Redis refuses, or does not come back
   */
  public <T> T ask(Function<Jedis, T> question) throws InterruptedException {
    return ask(question, server.reconnect()).orElseThrow(this::lost);
  }

  /**
   * Asks, and asks again while the connection is away, for as long as the patience lasts; empty if
   * it was away all that time. The question's answer is never null.
   *
   * @throws TransportException if Redis refuses, or has been away for longer than the address says
   */
  public <T> Optional<T> ask(Function<Jedis, T> question, Duration patience)
      throws InterruptedException {
    RetryPolicy<T> untilBack =
        RetryPolicy.<T>builder()
            .handleIf(NonRetryableError::isPassing)
            .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
            .withMaxRetries(-1)
            .withMaxDuration(patience.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : patience)
            .build();
    try {
      return Optional.of(Failsafe.with(untilBack).get(() -> askOnce(question)));
    } catch (FailsafeException e) {
      throw interrupted(e);
    } catch (JedisException e) {
      if (NonRetryableError.isPassing(e)) {
        return Optional.empty();
      }
      throw refused(e);
    }
  }

  private <T> T askOnce(Function<Jedis, T> question) {
    try {
      T answer = answer(question);
      absence.end();
      return answer;
    } catch (JedisException e) {
      if (e instanceof JedisConnectionException) {
        close();
      }
      if (NonRetryableError.isPassing(e)) {
        close();
        stillAway(e);
      }
      throw e;
    }
  }

  /**
   * Asks over the present connection. Redis closes one that has been idle for longer than its
   * {@code timeout}, which is no outage: the question is then asked once more over a new one.
   */
  private <T> T answer(Function<Jedis, T> question) {
    boolean mayHaveBeenIdle = redis != null;
    try {
      return question.apply(connected());
    } catch (JedisConnectionException e) {
      close();
      if (!mayHaveBeenIdle || Outage.causes(e).anyMatch(SocketTimeoutException.class::isInstance)) {
        throw e;
      }
      LOG.debug("{} has closed a connection", server.hostAndPort(), e);
      return question.apply(connected());
    }
  }

  /** Asks once, and says nothing if no answer comes: empty then. */
  public <T> Optional<T> askQuietly(Function<Jedis, T> question) {
    try {
      return Optional.of(answer(question));
    } catch (JedisException e) {
      LOG.debug("no answer to a question that can wait", e);
      close();
      return Optional.empty();
    }
  }

  private void stillAway(JedisException e) {
    if (!absence.note(e)) {
      throw lost();
    }
  }

  /** Asked over a connection of its own: on the present one, other answers may be due. */
  private Optional<String> maxMemory() {
    try (Jedis other = login.connect()) {
      return MaxMemory.of(other);
    } catch (JedisException e) {
      LOG.debug("no connection to ask for maxmemory", e);
      return Optional.empty();
    }
  }

  private Jedis connected() {
    if (redis == null) {
      redis = login.connect();
    }
    return redis;
  }

  private TransportException lost() {
    if (absence.cause() instanceof NoCredentialsException none) {
      return refused(none);
    }
    NonRetryableError refusal = absence.inVain();
    return failed(refusal.what(), refusal.remedy(), absence.cause());
  }

  private TransportException refused(JedisException e) {
    NonRetryableError refusal = NonRetryableError.of(e, server, type);
    return failed(refusal.what(), refusal.remedy(), e);
  }

  /** Returns the error of this link for a failure that its caller found by asking. */
  public TransportException failed(String what, String remedy, Throwable cause) {
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
