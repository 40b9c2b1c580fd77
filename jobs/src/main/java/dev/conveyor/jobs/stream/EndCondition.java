package dev.conveyor.jobs.stream;

import java.time.Duration;

/** The condition at which a stream ends. Asked between batches; must not block. */
@FunctionalInterface
public interface EndCondition {

  boolean isReached(StreamProgress progress) throws InterruptedException;

  /** Returns a condition that is never reached: the stream runs until it is interrupted. */
  static EndCondition never() {
    return progress -> false;
  }

  /** Returns a condition that is reached when every address has delivered its end marker. */
  static EndCondition atMarkers() {
    return progress -> progress.totals().ended() == progress.addresses();
  }

  /** Returns a condition that is reached when the stream was idle for a time. */
  static EndCondition whenIdle(Duration span) {
    return progress -> progress.idle().compareTo(span) >= 0;
  }

  /** Returns a condition that is reached when one of these is. */
  static EndCondition any(EndCondition... ends) {
    return progress -> {
      for (EndCondition end : ends) {
        if (end.isReached(progress)) {
          return true;
        }
      }
      return false;
    };
  }
}
