package dev.conveyor.streaming.spark;

/**
 * How much a batch of a {@link DirectStream} may hold of each address. Within that its size follows
 * how long batches take.
 *
 * @param messages at most, exactly
 * @param bytes of bodies, about; one message always fits
 */
public record DirectSettings(long messages, long bytes) {
  private static final long BYTES = 256L << 20;

  public DirectSettings {
    if (messages < 1 || bytes < 1) {
      throw new IllegalArgumentException("batches of " + messages + " messages, " + bytes + " B");
    }
  }

  /** No limit of messages, 256 MiB of bodies. */
  public static DirectSettings defaults() {
    return new DirectSettings(Long.MAX_VALUE, BYTES);
  }

  public DirectSettings withMessages(long most) {
    return new DirectSettings(most, bytes);
  }

  public DirectSettings withBytes(long most) {
    return new DirectSettings(messages, most);
  }
}
