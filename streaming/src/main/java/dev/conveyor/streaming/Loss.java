package dev.conveyor.streaming;

import java.io.Serializable;

/**
 * The messages that a transport has lost or repeated. Lost messages are gone although no run
 * released them. Repeated messages wait again although a run has counted them.
 *
 * @param messages the number of lost messages; {@link #UNKNOWN} where the transport cannot tell
 * @param countedTwice the number of waiting messages that are counted a second time; {@link
 *     #UNKNOWN} where the transport cannot tell
 * @param reason the cause as the predicate of a sentence: {@code were trimmed before they were
 *     read}
 */
public record Loss(long messages, long countedTwice, String reason) implements Serializable {
  /** An unknown number, which may be zero. */
  public static final long UNKNOWN = -1;

  public static final Loss NONE = new Loss(0, "");

  /** Creates a loss after which no message is counted twice. */
  public Loss(long messages, String reason) {
    this(messages, 0, reason);
  }

  /**
   * Compares the sizes of a range when it was chosen and when it was read.
   *
   * @return no loss, the number of missing messages, or an unknown number if more were read
   */
  public static Loss since(long chosen, long read) {
    if (read > chosen) {
      return new Loss(UNKNOWN, "were exchanged for others after they had been chosen");
    }
    return read == chosen ? NONE : new Loss(chosen - read, "were gone after they had been chosen");
  }

  /**
   * Returns an unknown loss for a range whose slices were not all read to their end.
   *
   * @param read the number of slices that were read to their end
   */
  public static Loss notCompared(long read, long slices) {
    return new Loss(
        UNKNOWN,
        "may be missing, since only " + read + " of " + slices + " slices were read to their end");
  }

  /**
   * Returns the sum of two losses, with both reasons. The sum of an unknown number and a known one
   * is unknown.
   */
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

  /** Returns whether the number of lost messages is unknown. */
  public boolean isUnknown() {
    return messages == UNKNOWN;
  }
}
