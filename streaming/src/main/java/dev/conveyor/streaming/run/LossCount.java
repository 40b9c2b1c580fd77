package dev.conveyor.streaming.run;

import dev.conveyor.streaming.Loss;
import java.io.Serializable;
import java.util.Collection;

/**
 * Losses added up.
 *
 * @param messages those that could be counted
 * @param isComplete whether all could be
 */
public record LossCount(long messages, boolean isComplete) implements Serializable {
  public static final LossCount NONE = new LossCount(0, true);

  /** All of these. */
  public static LossCount of(Collection<Loss> losses) {
    LossCount count = NONE;
    for (Loss loss : losses) {
      count = count.plus(loss);
    }
    return count;
  }

  public LossCount plus(Loss loss) {
    return loss.isUnknown()
        ? new LossCount(messages, false)
        : new LossCount(messages + loss.messages(), isComplete);
  }
}
