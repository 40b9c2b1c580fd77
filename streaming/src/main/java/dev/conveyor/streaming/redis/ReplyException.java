package dev.conveyor.streaming.redis;

import java.io.IOException;
import java.util.Optional;

/** What answers is no Redis, or one that means harm: waiting does not mend it. */
final class ReplyException extends IOException {
  private static final long serialVersionUID = 1;

  ReplyException(String what) {
    super(what);
  }

  /** The one that this failure came from. */
  static Optional<ReplyException> in(Throwable failure) {
    return Causes.of(failure)
        .filter(ReplyException.class::isInstance)
        .map(ReplyException.class::cast)
        .findFirst();
  }
}
