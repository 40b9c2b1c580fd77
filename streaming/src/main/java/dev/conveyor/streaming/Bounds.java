package dev.conveyor.streaming;

/**
 * The limits of one range. A range holds at least one message if any waits, whatever its size.
 *
 * @param messages the maximum number of messages, at least 1; unlimited by default
 * @param bytes the approximate maximum size of all bodies in bytes, at least 1; by default 256 MiB
 */
public record Bounds(long messages, long bytes) {
  private static final long BYTES = 256L << 20;

  public Bounds {
    if (messages < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "bounds of " + messages + " messages, " + bytes + " bytes");
    }
  }

  /** Returns the default bounds. */
  public static Bounds defaults() {
    return ofMessages(Long.MAX_VALUE);
  }

  /** Returns bounds with a limit on messages and the default limit on bytes. */
  public static Bounds ofMessages(long most) {
    return new Bounds(most, BYTES);
  }
}
