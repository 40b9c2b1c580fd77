package dev.conveyor.streaming.transport;

import dev.conveyor.streaming.Envelope;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** Numbers the messages of one writer by topic. Belongs to one thread; remembers each topic. */
public final class Producer {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final long id = RANDOM.nextLong();
  private final Map<String, Long> sequences = new HashMap<>();
  private final Clock clock;

  public Producer(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns the envelope of the next message.
   *
   * @param topic empty for a queue, a list or a log
   */
  public Envelope next(String topic) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new Envelope(id, sequences.merge(topic, 1L, Long::sum), now);
  }
}
