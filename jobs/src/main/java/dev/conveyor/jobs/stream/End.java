package dev.conveyor.jobs.stream;

import java.time.Duration;

/** When a stream has done what it was started for. Asked between batches; must not block. */
@FunctionalInterface
public interface End {

  boolean isReached(StreamProgress progress) throws InterruptedException;

  /** Runs until it is interrupted. */
  static End never() {
    return progress -> false;
  }

  /** Once every address has delivered its end marker. */
  static End atMarkers() {
    return progress -> progress.totals().ended() == progress.addresses();
  }

  /** Once for so long nothing came and nothing was in hand, with all connections up. */
  static End whenIdle(Duration span) {
    return progress -> progress.idle().compareTo(span) >= 0;
  }

  /** Once one of these is. */
  static End any(End... ends) {
    return progress -> {
      for (End end : ends) {
        if (end.isReached(progress)) {
          return true;
        }
      }
      return false;
    };
  }
}
