package dev.conveyor.jobs.emr;

import java.util.Set;

/**
 * How a run stands.
 *
 * @param name as the service calls it
 * @param reason what the service says about it; empty if nothing
 */
public record EmrRunState(String name, String reason) {
  private static final Set<String> DONE = Set.of("COMPLETED", "SUCCESS");
  private static final Set<String> FAILED = Set.of("FAILED", "CANCELLED", "INTERRUPTED");

  public boolean isDone() {
    return DONE.contains(name);
  }

  public boolean isEnded() {
    return isDone() || FAILED.contains(name);
  }
}
