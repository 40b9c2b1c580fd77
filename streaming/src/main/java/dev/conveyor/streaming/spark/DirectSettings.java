package dev.conveyor.streaming.spark;

/**
 * The limits of a batch of a {@link DirectStream}, for each address. Within them, its size follows
 * the duration of batches.
 *
 * @param messages upper limit; default none
 * @param bytes about the upper limit of bodies, default 256 MiB; one message always fits
 */
public record DirectSettings(long messages, long bytes) {
  private static final long BYTES = 256L << 20;

  public DirectSettings {
    if (messages < 1 || bytes < 1) {
      throw new IllegalArgumentException("batches of " + messages + " messages, " + bytes + " B");
    }
  }

  /** Returns the defaults. */
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
