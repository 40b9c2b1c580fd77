package dev.conveyor.streaming.zeromq.net;

import java.time.Duration;
import java.util.Optional;

/** Rules for a connection without encryption. */
final class TestRules {
  private TestRules() {}

  /** Limits the size of a message only. */
  static ConnectionRules upTo(long maxMessage) {
    return new ConnectionRules(
        maxMessage,
        Long.MAX_VALUE,
        Optional.empty(),
        Duration.ofSeconds(10),
        false,
        () -> false,
        Optional.empty());
  }
}
