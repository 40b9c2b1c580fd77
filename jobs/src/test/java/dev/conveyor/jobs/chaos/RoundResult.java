package dev.conveyor.jobs.chaos;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a round.
 *
 * @param injections how often each fault came
 * @param fed messages that were acknowledged to the feeders
 * @param reported loss by the summaries
 * @param starts of the command
 * @param failures how many of them ended by themselves with an error
 * @param isHung whether it did not end within its bound
 * @param violations of the promise, a line each
 */
record RoundResult(
    String door,
    String faults,
    long seed,
    Map<String, Integer> injections,
    int fed,
    int lost,
    int twice,
    String reported,
    int starts,
    int failures,
    boolean isHung,
    double seconds,
    List<String> violations) {

  boolean isKept() {
    return violations.isEmpty();
  }

  /** One line, and one for each violation. */
  String text() {
    int injected = injections.values().stream().mapToInt(Integer::intValue).sum();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-22s %-32s x%-2d seed %-10d %7d fed %5d lost %5d twice, reported %s; "
                + "%d starts, %d failed; %.0f s%s",
            door,
            faults,
            injected,
            seed,
            fed,
            lost,
            twice,
            reported,
            starts,
            failures,
            seconds,
            isKept() ? "" : "  VIOLATED"));
    violations.forEach(violation -> text.append("\n    ").append(violation));
    return text.toString();
  }
}
