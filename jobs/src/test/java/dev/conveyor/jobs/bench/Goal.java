package dev.conveyor.jobs.bench;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A number that a row must reach, from the medians of its sides.
 *
 * @param label of the number
 * @param atLeast whether the limit is the lowest that is good, or the highest
 */
record Goal(String label, ToDoubleFunction<Figures> reached, boolean atLeast, double limit) {
  static Goal atLeast(String label, double limit, ToDoubleFunction<Figures> reached) {
    return new Goal(label, reached, true, limit);
  }

  static Goal atMost(String label, double limit, ToDoubleFunction<Figures> reached) {
    return new Goal(label, reached, false, limit);
  }

  /** A number that is shown and has no limit. */
  static Goal shown(String label, ToDoubleFunction<Figures> reached) {
    return new Goal(label, reached, true, Double.NaN);
  }

  double value(Figures figures) {
    return reached.applyAsDouble(figures);
  }

  boolean hasLimit() {
    return !Double.isNaN(limit);
  }

  /** A number that could not be computed is not reached. */
  boolean isReachedBy(double value) {
    return !hasLimit() || (atLeast ? value >= limit : value <= limit);
  }

  String text() {
    return hasLimit() ? label + (atLeast ? " ≥ " : " ≤ ") + number(limit) : label + ", no limit";
  }

  /** With three significant digits, and all before the point. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "unknown";
    }
    double size = Math.abs(value);
    int digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    String text = String.format(Locale.ROOT, "%,." + digits + "f", value);
    return digits == 0 ? text : text.replaceFirst("\\.?0+$", "");
  }
}
