package dev.conveyor.jobs.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One fault at each step, chosen by a seed: that of {@code -Dsteps.seed=N}, or else the day. If
 * there are more steps than fit into the time, the seed also chooses among them. What only leaves
 * files or keys behind is printed, and fails the full matrix.
 */
@Timeout(600)
class StepFaultsIT {
  private static final Duration SPAN = Duration.ofSeconds(90);
  private static final int LANES = 3;

  /** One in five: a step that depends on time, such as a poll, may not come again. */
  private static final int MOST_MISSED = 5;

  @TempDir Path folder;

  @Test
  void leavesNothingWrongAfterAFaultAtAnyStep() throws Exception {
    long deadline = System.nanoTime() + SPAN.toNanos();
    long seed = Long.getLong("steps.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay());
    PrintStream out = System.out;
    try (Matrix matrix = new Matrix(folder, LANES, out, false)) {
      Map<Door, List<Step>> steps = matrix.discover(EnumSet.allOf(Door.class));
      List<Matrix.Case> cases = Matrix.rotated(steps, seed);
      Collections.shuffle(cases, new Random(seed));
      List<Result> results = matrix.run(cases, deadline);
      out.printf(
          Locale.ROOT,
          "seed %d: %d steps, one fault at each of %d%n%s%n",
          seed,
          cases.size(),
          results.size(),
          matrix.table(steps));
      assertThat(steps.values()).as("steps of each door").noneMatch(List::isEmpty);
      results.stream().filter(Result::isOnlyUntidy).map(Result::line).forEach(out::println);
      assertThat(
              results.stream()
                  .filter(result -> !result.isWell() && !result.isOnlyUntidy())
                  .map(Result::line))
          .as("lost, doubled, hanging or refused with seed " + seed)
          .isEmpty();
      assertThat(results.stream().filter(Result::isMissed).map(Result::line))
          .as("faults that did not occur with seed " + seed)
          .hasSizeLessThanOrEqualTo(results.size() / MOST_MISSED);
    }
  }
}
