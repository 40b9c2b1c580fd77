package dev.conveyor.jobs.emr;

import java.time.Duration;
import java.util.Optional;

/**
 * The condition on which a cluster terminates.
 *
 * @param idle the idle time after which it terminates; empty to terminate after its last step
 */
public record ClusterLifetime(Optional<Duration> idle) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);

  /**
   * Returns a lifetime that ends after an idle time.
   *
   * @throws UnsupportedOnEmrException if the span is not between 1 minute and 7 days
   */
  public static ClusterLifetime idle(Duration span) {
    if (span.compareTo(SHORTEST) < 0 || span.compareTo(LONGEST) > 0) {
      throw new UnsupportedOnEmrException(
          "cannot end a cluster after "
              + span.toSeconds()
              + " s without work; give --idle 1m to 7d, or --terminate");
    }
    return new ClusterLifetime(Optional.of(span));
  }

  /** Returns a lifetime that ends after the last step. */
  public static ClusterLifetime ofItsSteps() {
    return new ClusterLifetime(Optional.empty());
  }
}
