package dev.conveyor.streaming;

import java.time.Duration;

/**
 * How a reader reads. What a transport cannot do, it leaves: topics know neither leases nor
 * attempts, see {@link Delivery}.
 *
 * @param maxMessage bytes; a larger body comes through dead
 * @param lease after which what a dead reader held goes back
 * @param attempts how many readers may die, or reject it, with a message in hand before it is dead;
 *     0 for any number. Readers that count attempts also keep what they have done, see {@link
 *     QueueAdmin}
 */
public record ReaderOptions(int maxMessage, Duration lease, int attempts) {
  private static final ReaderOptions DEFAULTS =
      new ReaderOptions(MessageReader.DEFAULT_MAX_MESSAGE, Duration.ofSeconds(30), 0);

  /** Messages of up to 64 MiB, a lease of 30 s, any number of attempts. */
  public static ReaderOptions defaults() {
    return DEFAULTS;
  }

  public ReaderOptions withMaxMessage(int bytes) {
    return new ReaderOptions(bytes, lease, attempts);
  }

  public ReaderOptions withLease(Duration span) {
    return new ReaderOptions(maxMessage, span, attempts);
  }

  public ReaderOptions withAttempts(int most) {
    return new ReaderOptions(maxMessage, lease, most);
  }
}
