package dev.conveyor.streaming;

import java.io.Serializable;

/**
 * Messages that the transport itself has lost or repeated: those that it no longer has although no
 * run released them, and those that it has again although a run has counted them.
 *
 * @param messages how many are gone; {@link #UNKNOWN} where the transport cannot tell
 * @param countedTwice how many wait again and are counted a second time; {@link #UNKNOWN} where the
 *     transport cannot tell
 * @param reason what became of them, for a sentence: {@code were trimmed before they were read}
 */
public record Loss(long messages, long countedTwice, String reason) implements Serializable {
  /** An unknown number, perhaps none. */
  public static final long UNKNOWN = -1;

  public static final Loss NONE = new Loss(0, "");

  /** A loss after which no message is counted twice. */
  public Loss(long messages, String reason) {
    this(messages, 0, reason);
  }

  /** Compares the number of messages of a range when it was chosen with that when it was read. */
  public static Loss since(long chosen, long read) {
    if (read > chosen) {
      return new Loss(UNKNOWN, "were exchanged for others after they had been chosen");
    }
    return read == chosen ? NONE : new Loss(chosen - read, "were gone after they had been chosen");
  }

  /** A range whose slices were not all read to their end: it cannot be compared. */
  public static Loss notCompared(long read, long slices) {
    return new Loss(
        UNKNOWN,
        "may be missing, since only " + read + " of " + slices + " slices were read to their end");
  }

  /** Both; an unknown number and a known one are an unknown one. */
  public Loss plus(Loss other) {
    if (isNone() || other.isNone()) {
      return isNone() ? other : this;
    }
    return new Loss(
        sum(messages, other.messages),
        sum(countedTwice, other.countedTwice),
        reason.equals(other.reason) ? reason : reason + " and " + other.reason);
  }

  private static long sum(long one, long other) {
    return one == UNKNOWN || other == UNKNOWN ? UNKNOWN : one + other;
  }

  public boolean isNone() {
    return messages == 0 && countedTwice == 0;
  }

  /** Returns whether the transport cannot tell how many are gone. */
  public boolean isUnknown() {
    return messages == UNKNOWN;
  }
}
