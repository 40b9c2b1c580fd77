package dev.conveyor.jobs.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** The measurements of a row, by side, and what follows from their medians. */
final class Figures {
  private final Map<String, List<Measurement>> bySide = new LinkedHashMap<>();

  void add(String side, Measurement measurement) {
    bySide.computeIfAbsent(side, name -> new ArrayList<>()).add(measurement);
  }

  List<Measurement> of(String side) {
    return bySide.getOrDefault(side, List.of());
  }

  Statistics statistics(String side, ToDoubleFunction<Measurement> value) {
    return Statistics.of(of(side).stream().mapToDouble(value).boxed().toList());
  }

  /** Median of the wall-clock time. */
  double seconds(String side) {
    return statistics(side, Measurement::seconds).median();
  }

  /** Median of the CPU time. */
  double cpu(String side) {
    return statistics(side, Measurement::cpu).median();
  }

  /** Time of a side without that of another, which does the same on a tiny input. */
  double afterStart(String side, String start) {
    return Math.max(seconds(side) - seconds(start), 1e-3);
  }

  /** Median of a figure of its own. */
  double figure(String side, String name) {
    return statistics(side, measurement -> figureOf(measurement, name)).median();
  }

  Statistics figureStatistics(String side, String name) {
    return statistics(side, measurement -> figureOf(measurement, name));
  }

  private static double figureOf(Measurement measurement, String name) {
    return measurement.figures().getOrDefault(name, Double.NaN);
  }

  /** Names of the figures of a side. */
  List<String> figureNames(String side) {
    TreeSet<String> names = new TreeSet<>();
    of(side).forEach(measurement -> names.addAll(measurement.figures().keySet()));
    return List.copyOf(names);
  }
}
