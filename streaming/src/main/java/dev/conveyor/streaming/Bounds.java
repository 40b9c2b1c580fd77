package dev.conveyor.streaming;

/**
 * How much one range may hold. A range always holds one message if any waits, whatever its size.
 *
 * @param messages at least 1
 * @param bytes of bodies, at least 1
 */
public record Bounds(long messages, long bytes) {
  public Bounds {
    if (messages < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "bounds of " + messages + " messages, " + bytes + " bytes");
    }
  }
}
