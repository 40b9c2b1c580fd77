package dev.conveyor.jobs.bench;

import java.util.List;

/** Median and spread of the rounds. */
record Statistics(double median, double min, double max, int count) {
  static Statistics of(List<Double> values) {
    if (values.isEmpty()) {
      return new Statistics(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Statistics(median, sorted.get(0), sorted.get(sorted.size() - 1), sorted.size());
  }

  /** The median, with the spread in parentheses if there is one. */
  String text(String unit) {
    String text = Goal.number(median) + unit;
    return count < 2 ? text : text + " (" + Goal.number(min) + "–" + Goal.number(max) + ")";
  }
}
