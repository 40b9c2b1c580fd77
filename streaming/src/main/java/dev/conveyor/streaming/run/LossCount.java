package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.status.LossStatus;
import java.io.Serializable;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * The sum of losses.
 *
 * @param messages those lost messages that could be counted
 * @param isComplete whether all could be
 * @param countedTwice messages that a transport had again after a run had counted them; {@link
 *     Loss#UNKNOWN} if their number is not known
 */
public record LossCount(long messages, boolean isComplete, long countedTwice)
    implements Serializable {
  public static final LossCount NONE = new LossCount(0, true);

  /** Creates a sum without messages that were counted twice. */
  public LossCount(long messages, boolean isComplete) {
    this(messages, isComplete, 0);
  }

  /** Returns the sum of losses. */
  public static LossCount of(Collection<Loss> losses) {
    LossCount count = NONE;
    for (Loss loss : losses) {
      count = count.plus(loss);
    }
    return count;
  }

  public LossCount plus(LossCount other) {
    boolean isUnknown = countedTwice == Loss.UNKNOWN || other.countedTwice == Loss.UNKNOWN;
    return new LossCount(
        messages + other.messages,
        isComplete && other.isComplete,
        isUnknown ? Loss.UNKNOWN : countedTwice + other.countedTwice);
  }

  public LossCount plus(Loss loss) {
    return plus(
        new LossCount(
            loss.isUnknown() ? 0 : loss.messages(), !loss.isUnknown(), loss.countedTwice()));
  }

  /** Returns the losses as they are shown. */
  public LossStatus status() {
    return new LossStatus(
        messages,
        isComplete,
        countedTwice == Loss.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(countedTwice));
  }
}
