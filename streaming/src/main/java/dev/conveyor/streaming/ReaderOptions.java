package dev.conveyor.streaming;

import java.time.Duration;

/**
 * The options of a live reader. A transport ignores those that it does not support: topics have
 * neither leases nor attempts, see {@link Delivery}.
 *
 * @param maxMessage the size limit of a body in bytes; a message with a larger body becomes a dead
 *     letter
 * @param lease the time after which the messages of a dead reader return to the queue
 * @param attempts the number of readers that may die with a message or reject it before it becomes
 *     a dead letter; 0 for no limit. Readers that count attempts also keep the messages that they
 *     have acknowledged, see {@link QueueAdmin}
 */
public record ReaderOptions(int maxMessage, Duration lease, int attempts) {
  private static final ReaderOptions DEFAULTS =
      new ReaderOptions(MessageReader.DEFAULT_MAX_MESSAGE, Duration.ofSeconds(30), 0);

  /** The meaning of the message {@code quit} to the program that reads. */
  public enum End {
    /** An ordinary message. */
    NEVER,
    /** An end marker: the reading ends with it. */
    AT_MARKER
  }

  /** Returns options with a size limit of 64 MiB, a lease of 30 s, and no limit on attempts. */
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
