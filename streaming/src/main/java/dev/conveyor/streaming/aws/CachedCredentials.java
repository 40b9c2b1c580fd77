package dev.conveyor.streaming.aws;

import dev.conveyor.streaming.credentials.Credentials;
import dev.conveyor.streaming.credentials.CredentialsException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Credentials that are cached for a while, so that a thousand tasks cause one request. A failure is
 * cached for a second. Thread-safe: other threads wait for the one that requests.
 */
final class CachedCredentials {
  /** The shortest interval between two requests. */
  private static final Duration MIN_TIME_TO_LIVE = Duration.ofSeconds(1);

  private final Supplier<Credentials> source;
  private final Duration maxTimeToLive;
  private Credentials cached;
  private CredentialsException failure;
  private Duration timeToLive = Duration.ZERO;
  private long since;

  /** Creates a cache of the supplied credentials, for at most the given time. */
  CachedCredentials(Supplier<Credentials> source, Duration maxTimeToLive) {
    this.source = source;
    this.maxTimeToLive = maxTimeToLive;
  }

  /**
   * Returns the credentials, cached or requested.
   *
   * @throws CredentialsException if they are not available
   */
  synchronized Credentials credentials() {
    if (System.nanoTime() - since >= timeToLive.toNanos() || (cached == null && failure == null)) {
      request();
    }
    if (failure != null) {
      throw failure;
    }
    return cached;
  }

  private void request() {
    try {
      cached = source.get();
      failure = null;
      timeToLive = maxTimeToLive;
    } catch (CredentialsException e) {
      cached = null;
      failure = e;
      timeToLive = MIN_TIME_TO_LIVE;
    }
    since = System.nanoTime();
  }

  /** Expires the cached credentials if a server has refused their password. */
  synchronized void refuse(Optional<String> password) {
    if (cached != null && cached.password().equals(password)) {
      timeToLive = MIN_TIME_TO_LIVE;
    }
  }
}
