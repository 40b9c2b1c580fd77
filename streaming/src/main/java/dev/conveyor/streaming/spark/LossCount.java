package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Loss;
import java.io.Serializable;

/**
 * Losses added up.
 *
 * @param messages those that could be counted
 * @param isComplete whether all could be
 */
public record LossCount(long messages, boolean isComplete) implements Serializable {
  public static final LossCount NONE = new LossCount(0, true);

  public LossCount plus(Loss loss) {
    return loss.isUnknown()
        ? new LossCount(messages, false)
        : new LossCount(messages + loss.messages(), isComplete);
  }
}
