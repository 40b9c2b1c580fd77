package dev.conveyor.jobs.chaos;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for what other processes do. */
final class Waiting {
  private static final Duration LOOK = Duration.ofMillis(50);

  private Waiting() {}

  /**
   * Returns once it is so.
   *
   * @throws ConditionTimeoutException with the name of the thing, if it never is
   */
  static void until(Duration limit, String thing, Callable<Boolean> isSo) {
    Awaitility.await(thing).pollInterval(LOOK).atMost(limit).until(isSo);
  }

  /** Waits until it is so; whether it was, within the limit. */
  static boolean whether(Duration limit, Callable<Boolean> isSo) {
    try {
      until(limit, "a condition", isSo);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  /** Returns the value once there is one. */
  static <T> Optional<T> forValue(Duration limit, String thing, Callable<Optional<T>> value) {
    return Awaitility.await(thing)
        .pollInterval(LOOK)
        .atMost(limit)
        .until(value, Optional::isPresent);
  }
}
