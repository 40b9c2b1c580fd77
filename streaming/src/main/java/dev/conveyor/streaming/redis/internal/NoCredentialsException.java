package dev.conveyor.streaming.redis.internal;

import dev.conveyor.streaming.credentials.CredentialsException;
import redis.clients.jedis.exceptions.JedisException;

/** There is nothing to log in with, or nothing that the server takes. */
final class NoCredentialsException extends JedisException {
  private static final long serialVersionUID = 1;
  private final CredentialsException reason;

  NoCredentialsException(CredentialsException reason) {
    super(reason.getMessage(), reason);
    this.reason = reason;
  }

  boolean isPassing() {
    return reason.trouble() == CredentialsException.Trouble.PASSING;
  }

  NonRetryableError refusal() {
    return new NonRetryableError(reason.getMessage(), reason.remedy());
  }
}
