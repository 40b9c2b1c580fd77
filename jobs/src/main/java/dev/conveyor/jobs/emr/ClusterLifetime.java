package dev.conveyor.jobs.emr;

import java.time.Duration;
import java.util.Optional;

/**
 * When a cluster ends by itself.
 *
 * @param idle after so long without work; empty: as soon as its last step has ended
 */
public record ClusterLifetime(Optional<Duration> idle) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);

  /**
   * Ends once it has had no work for so long.
   *
   * @throws UnsupportedOnEmrException if EMR cannot wait for so long, or so shortly
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

  /** Ends with its last step. */
  public static ClusterLifetime ofItsSteps() {
    return new ClusterLifetime(Optional.empty());
  }
}
