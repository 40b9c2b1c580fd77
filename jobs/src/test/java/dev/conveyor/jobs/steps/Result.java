package dev.conveyor.jobs.steps;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of one case.
 *
 * @param planned empty for a run without a fault
 * @param isReached whether the fault has occurred
 * @param problems what is wrong afterwards, a line each; empty if all is well
 * @param steps of the first driver
 * @param details for who looks into a problem
 */
record Result(
    Door door,
    Optional<Planned> planned,
    boolean isReached,
    List<String> problems,
    List<Step> steps,
    String details,
    Duration took) {

  boolean isWell() {
    return problems.isEmpty();
  }

  /** Returns whether it says nothing, since its step was not reached. */
  boolean isMissed() {
    return planned.isPresent() && !isReached && isWell();
  }

  /** Returns whether the only problem is what was left behind, and that holds no message. */
  boolean isOnlyUntidy() {
    return !isWell() && problems.stream().allMatch(problem -> problem.startsWith(Aftermath.LEFT));
  }

  /** One line. */
  String line() {
    String fault =
        planned.map(plan -> plan.fault().word() + " at " + plan.step()).orElse("no fault");
    String outcome =
        isWell() ? (isReached ? "ok" : "not reached, ok") : String.join("; ", problems);
    return String.format(
        Locale.ROOT, "%s: %s: %s (%.1f s)", door.word(), fault, outcome, took.toMillis() / 1e3);
  }
}
