package dev.conveyor.streaming.redis.internal;

import java.io.IOException;
import java.util.Optional;

/** Thrown when the server is not Redis, or is hostile: a retry does not help. */
public final class ReplyException extends IOException {
  private static final long serialVersionUID = 1;

  public ReplyException(String what) {
    super(what);
  }

  /** The one that this failure came from. */
  static Optional<ReplyException> in(Throwable failure) {
    return Outage.causes(failure)
        .filter(ReplyException.class::isInstance)
        .map(ReplyException.class::cast)
        .findFirst();
  }
}
