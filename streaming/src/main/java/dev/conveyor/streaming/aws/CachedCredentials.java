package dev.conveyor.streaming.aws;

import dev.conveyor.streaming.credentials.Credentials;
import dev.conveyor.streaming.credentials.CredentialsException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Credentials that are asked for, and kept for a while, so that a thousand tasks are one question.
 * A failure is kept for a second. Safe for threads, which wait for the one that asks.
 */
final class CachedCredentials {
  /** Nothing is asked for more often. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final Supplier<Credentials> asked;
  private final Duration longest;
  private Credentials kept;
  private CredentialsException failure;
  private Duration keep = Duration.ZERO;
  private long since;

  /** By what asks for them, for so long at most. */
  CachedCredentials(Supplier<Credentials> asked, Duration longest) {
    this.asked = asked;
    this.longest = longest;
  }

  /**
   * @throws CredentialsException if they cannot be had
   */
  synchronized Credentials credentials() {
    if (System.nanoTime() - since >= keep.toNanos() || (kept == null && failure == null)) {
      ask();
    }
    if (failure != null) {
      throw failure;
    }
    return kept;
  }

  private void ask() {
    try {
      kept = asked.get();
      failure = null;
      keep = longest;
    } catch (CredentialsException e) {
      kept = null;
      failure = e;
      keep = LEAST;
    }
    since = System.nanoTime();
  }

  /** A server has refused that password: if it is the one that is kept, it is so no longer. */
  synchronized void refuse(Optional<String> password) {
    if (kept != null && kept.password().equals(password)) {
      keep = LEAST;
    }
  }
}
