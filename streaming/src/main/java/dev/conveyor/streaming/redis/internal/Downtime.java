package dev.conveyor.streaming.redis.internal;

import dev.conveyor.streaming.TimeSpan;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Since when a server has not served one link, and why. Logs the cause at once and every 10 s, and
 * the end. Belongs to the link's thread, but for {@link #isOver}.
 */
final class Downtime {
  private static final Logger LOG = LoggerFactory.getLogger(Downtime.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

  private final RedisServer server;
  private final Supplier<Optional<String>> maxMemory;
  private JedisException cause;
  private volatile boolean away;
  private boolean noticed;
  private long since;
  private long warnedAt;

  /**
   * @param maxMemory the server's limit, as {@code maxmemory=60mb}; asked only when it is reached
   */
  Downtime(RedisServer server, Supplier<Optional<String>> maxMemory) {
    this.server = server;
    this.maxMemory = maxMemory;
  }

  /** Returns whether the latest question was answered. */
  boolean isOver() {
    return !away;
  }

  /** Returns whether the server was absent at some time since the previous {@link #wasNoticed}. */
  boolean isNoticed() {
    return noticed || away;
  }

  /** Returns whether the downtime was noticed since the previous call. */
  boolean wasNoticed() {
    boolean was = isNoticed();
    noticed = false;
    return was;
  }

  /** The server has not served a question for that cause. Returns whether to wait longer. */
  boolean note(JedisException failure) {
    long now = System.nanoTime();
    cause = failure;
    noticed = true;
    if (!away) {
      away = true;
      since = now;
      warnedAt = now - BETWEEN_WARNINGS.toNanos();
    }
    if (now - since > server.reconnect().toNanos()) {
      return false;
    }
    if (now - warnedAt >= BETWEEN_WARNINGS.toNanos()) {
      warnedAt = now;
      warn();
    }
    return true;
  }

  private void warn() {
    if (cause instanceof NoCredentialsException) {
      LOG.warn("cannot log in to {}: {}; trying again", server.hostAndPort(), cause.getMessage());
      return;
    }
    Optional<NonRetryableError> refusal = refusal();
    if (refusal.isPresent()) {
      LOG.warn(
          "{}: {}; waiting for it to serve again: {}",
          server.hostAndPort(),
          refusal.get().what(),
          refusal.get().remedy());
    } else {
      LOG.warn("{} does not answer; waiting for it to come back", server.hostAndPort());
    }
  }

  private Optional<NonRetryableError> refusal() {
    return Outage.in(cause)
        .map(
            outage ->
                outage.refusal(outage == Outage.OOM ? maxMemory.get() : Optional.<String>empty()));
  }

  void end() {
    if (away) {
      away = false;
      LOG.warn("{} answers again", server.hostAndPort());
    }
  }

  /** The latest failure. */
  JedisException cause() {
    return cause;
  }

  /** Returns the error of a server that did not come back in time. */
  NonRetryableError inVain() {
    return refusal()
        .map(
            outage ->
                new NonRetryableError(
                    outage.what()
                        + ", and was so for "
                        + TimeSpan.format(server.reconnect())
                        + " at "
                        + server.hostAndPort(),
                    outage.remedy() + ", or wait longer with &reconnect=1h"))
        .orElseGet(
            () ->
                new NonRetryableError(
                    server.hostAndPort()
                        + " has not answered for "
                        + server.reconnect().toSeconds()
                        + " s",
                    "check Redis, or wait longer with &reconnect=1h"));
  }
}
