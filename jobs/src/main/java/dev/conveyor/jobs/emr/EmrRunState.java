package dev.conveyor.jobs.emr;

import java.util.Set;

/**
 * The state of a run.
 *
 * @param name the service's name for the state
 * @param reason the service's explanation; empty if it gives none
 */
public record EmrRunState(String name, String reason) {
  private static final Set<String> DONE = Set.of("COMPLETED", "SUCCESS");
  private static final Set<String> FAILED = Set.of("FAILED", "CANCELLED", "INTERRUPTED");

  /** Returns whether the run has succeeded. */
  public boolean isDone() {
    return DONE.contains(name);
  }

  /** Returns whether the run has succeeded, failed, or been cancelled or interrupted. */
  public boolean isEnded() {
    return isDone() || FAILED.contains(name);
  }
}
