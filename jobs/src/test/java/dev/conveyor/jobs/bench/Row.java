package dev.conveyor.jobs.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A comparison: a line of the table.
 *
 * @param name for {@code --only}
 * @param work that all sides do
 * @param rounds at most; an expensive row declares few
 * @param plots drawn from its medians
 */
record Row(
    String name, String work, int rounds, List<Side> sides, List<Goal> goals, List<Plot> plots) {
  static final int ALL_ROUNDS = Integer.MAX_VALUE;

  /** A chart that needs the medians. */
  record Plot(String name, Function<Figures, LineChart> chart) {}

  Row(String name, String work, int rounds, List<Side> sides, List<Goal> goals) {
    this(name, work, rounds, sides, goals, List.of());
  }

  Row {
    if (sides.stream().map(Side::name).distinct().count() < sides.size()) {
      throw new IllegalArgumentException("cannot make row " + name + ": two sides have one name");
    }
  }

  /** Returns one sentence for each group of sides whose results differ, where there are some. */
  List<String> differences(Figures figures) {
    Map<String, Map<String, String>> groups = new LinkedHashMap<>();
    for (Side side : sides) {
      if (!side.group().isEmpty()) {
        Map<String, String> digests =
            groups.computeIfAbsent(side.group(), group -> new LinkedHashMap<>());
        for (Measurement measurement : figures.of(side.name())) {
          if (!measurement.digest().isEmpty()) {
            digests.putIfAbsent(measurement.digest(), side.name());
          }
        }
      }
    }
    List<String> differences = new ArrayList<>();
    groups.forEach(
        (group, digests) -> {
          if (digests.size() > 1) {
            differences.add("results of " + group + " differ: " + digests);
          }
        });
    return differences;
  }
}
