package dev.conveyor.jobs.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Measures the sides of a row in turns, and skips what an earlier run has measured. A side that
 * fails is not tried again in this run; the others go on.
 */
final class Rounds {
  private final Row row;
  private final int count;
  private final ResultsFile results;
  private final PrintWriter progress;
  private final Figures figures = new Figures();
  private final Set<String> failures = new LinkedHashSet<>();
  private final Set<String> failed = new LinkedHashSet<>();

  Rounds(Row row, int rounds, ResultsFile results, PrintWriter progress) {
    this.row = row;
    this.count = Math.min(rounds, row.rounds());
    this.results = results;
    this.progress = progress;
  }

  Report.Result measure() throws InterruptedException, IOException {
    for (int round = 1; round <= count; round++) {
      for (Side side : row.sides()) {
        if (!failed.contains(side.name())) {
          measure(side, round);
        }
      }
    }
    failures.addAll(row.differences(figures));
    return new Report.Result(row, figures, String.join("; ", failures));
  }

  private void measure(Side side, int round) throws InterruptedException, IOException {
    Optional<Measurement> before = results.find(row.name(), side.name(), round);
    if (before.isPresent()) {
      figures.add(side.name(), before.get());
      return;
    }
    try {
      Measurement measurement = side.action().measure();
      results.add(row.name(), side.name(), round, measurement);
      figures.add(side.name(), measurement);
      progress.printf(
          Locale.ROOT,
          "%s, round %d of %d, %s: %.2f s, CPU %.2f s%n",
          row.name(),
          round,
          count,
          side.name(),
          measurement.seconds(),
          measurement.cpu());
    } catch (IOException | RuntimeException e) {
      failed.add(side.name());
      failures.add(side.name() + ": " + e.getMessage());
      progress.printf(
          Locale.ROOT, "%s, round %d, %s: %s%n", row.name(), round, side.name(), e.getMessage());
    }
    progress.flush();
  }
}
