package dev.conveyor.jobs.stream;

import java.time.Duration;

/** When a stream has done what it was started for. Asked between batches; must not block. */
@FunctionalInterface
public interface EndCondition {

  boolean isReached(StreamProgress progress) throws InterruptedException;

  /** Runs until it is interrupted. */
  static EndCondition never() {
    return progress -> false;
  }

  /** Once every address has delivered its end marker. */
  static EndCondition atMarkers() {
    return progress -> progress.totals().ended() == progress.addresses();
  }

  /** Once for so long nothing came and nothing was in hand, with all connections up. */
  static EndCondition whenIdle(Duration span) {
    return progress -> progress.idle().compareTo(span) >= 0;
  }

  /** Once one of these is. */
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
