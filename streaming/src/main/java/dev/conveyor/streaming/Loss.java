package dev.conveyor.streaming;

import java.io.Serializable;

/**
 * Messages that the transport itself no longer has although nobody released them.
 *
 * @param messages how many; {@link #UNKNOWN} where the transport cannot tell
 * @param reason what became of them, for a sentence: {@code were trimmed before they were read}
 */
public record Loss(long messages, String reason) implements Serializable {
  /** Some, or perhaps none: nobody can tell. */
  public static final long UNKNOWN = -1;

  public static final Loss NONE = new Loss(0, "");

  /** What became of a range that held so many messages when it was chosen, and so many later. */
  public static Loss since(long chosen, long read) {
    if (read > chosen) {
      return new Loss(UNKNOWN, "were exchanged for others after they had been chosen");
    }
    return read == chosen ? NONE : new Loss(chosen - read, "were gone after they had been chosen");
  }

  public boolean isNone() {
    return messages == 0;
  }

  public boolean isUnknown() {
    return messages == UNKNOWN;
  }
}
