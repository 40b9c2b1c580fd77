package dev.conveyor.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart of lines over a logarithmic horizontal axis, as SVG. Its colors can be read on light and
 * on dark backgrounds.
 */
final class LineChart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 80;
  private static final int RIGHT = 20;
  private static final int TOP = 66;
  private static final int BOTTOM = 56;
  private static final int LEGEND_STEP = 150;

  /** Of middle lightness, and apart for those who do not see red or green. */
  private static final List<String> COLORS =
      List.of("#3b82c4", "#d97706", "#2a9d6f", "#c2559d", "#8b7cf0", "#a08030");

  private static final String GRAY = "#808080";

  /** A line. Points are in the order of their x. */
  record Series(String name, List<Point> points) {}

  /** A point of a line. */
  record Point(double x, double y) {}

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final List<Series> series;
  private final StringBuilder svg = new StringBuilder();

  LineChart(String title, String xLabel, String yLabel, List<Series> series) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
    this.series =
        series.stream()
            .map(
                one -> new Series(one.name(), one.points().stream().filter(this::isDrawn).toList()))
            .filter(one -> !one.points().isEmpty())
            .toList();
  }

  private boolean isDrawn(Point point) {
    return point.x() > 0 && Double.isFinite(point.x()) && Double.isFinite(point.y());
  }

  boolean isEmpty() {
    return series.isEmpty();
  }

  /** Returns the file's content. */
  String svg() {
    svg.setLength(0);
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\">%n",
            WIDTH,
            HEIGHT,
            WIDTH,
            HEIGHT));
    svg.append("<title>").append(escaped(title)).append("</title>\n");
    text(LEFT, 22, "start", "font-weight=\"bold\" font-size=\"15\"", title);
    if (!isEmpty()) {
      yAxis();
      xAxis();
      for (int i = 0; i < series.size(); i++) {
        line(series.get(i), COLORS.get(i % COLORS.size()));
        legend(i);
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private void yAxis() {
    double step = niceStep(highest() / 5);
    for (double value = 0; value <= top() + step / 2; value += step) {
      double at = y(value);
      rule(LEFT, at, WIDTH - RIGHT, at, value == 0 ? 1 : 0.3);
      text(LEFT - 8, at + 4, "end", "", shortNumber(value));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"18\" y=\"%d\" fill=\"%s\" text-anchor=\"middle\""
                + " transform=\"rotate(-90 18 %d)\">%s</text>%n",
            middle(),
            GRAY,
            middle(),
            escaped(yLabel)));
  }

  private void xAxis() {
    double last = Double.NEGATIVE_INFINITY;
    for (double value : xs()) {
      double at = x(value);
      rule(at, HEIGHT - BOTTOM, at, HEIGHT - BOTTOM + 5, 1);
      if (at - last > 40) {
        text(at, HEIGHT - BOTTOM + 20, "middle", "", shortNumber(value));
        last = at;
      }
    }
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", "", xLabel);
  }

  private void line(Series one, String color) {
    List<String> points = new ArrayList<>();
    for (Point point : one.points()) {
      points.add(String.format(Locale.ROOT, "%.1f,%.1f", x(point.x()), y(point.y())));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"/>%n",
            String.join(" ", points),
            color));
    for (String point : points) {
      String[] place = point.split(",", -1);
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%s\" cy=\"%s\" r=\"4\" fill=\"%s\"/>%n",
              place[0],
              place[1],
              color));
    }
  }

  private void legend(int index) {
    int at = LEFT + index * LEGEND_STEP;
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"36\" width=\"14\" height=\"14\" rx=\"3\" fill=\"%s\"/>%n",
            at,
            COLORS.get(index % COLORS.size())));
    text(at + 20, 48, "start", "", series.get(index).name());
  }

  private void rule(double x1, double y1, double x2, double y2, double opacity) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
                + " stroke-opacity=\"%.1f\"/>%n",
            x1,
            y1,
            x2,
            y2,
            GRAY,
            opacity));
  }

  private void text(double x, double y, String anchor, String style, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" text-anchor=\"%s\" %s>%s</text>%n",
            x,
            y,
            GRAY,
            anchor,
            style,
            escaped(text)));
  }

  private static int middle() {
    return (TOP + HEIGHT - BOTTOM) / 2;
  }

  private double[] xs() {
    return series.stream()
        .flatMap(one -> one.points().stream())
        .mapToDouble(Point::x)
        .distinct()
        .sorted()
        .toArray();
  }

  private double x(double value) {
    double[] all = xs();
    double low = Math.log10(all[0]);
    double range = Math.log10(all[all.length - 1]) - low;
    double part = range == 0 ? 0.5 : (Math.log10(value) - low) / range;
    return LEFT + 20 + part * (WIDTH - LEFT - RIGHT - 40);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - value / top() * (HEIGHT - TOP - BOTTOM);
  }

  private double top() {
    double step = niceStep(highest() / 5);
    return Math.ceil(highest() / step) * step;
  }

  private double highest() {
    double highest =
        series.stream().flatMap(one -> one.points().stream()).mapToDouble(Point::y).max().orElse(1);
    return highest > 0 ? highest : 1;
  }

  /** The next of 1, 2, 5, 10, 20 … */
  static double niceStep(double least) {
    double unit = Math.pow(10, Math.floor(Math.log10(least)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * unit >= least) {
        return factor * unit;
      }
    }
    return 10 * unit;
  }

  /** With k, M or G for thousands. */
  static String shortNumber(double value) {
    String[] units = {"", "k", "M", "G"};
    int unit = 0;
    double rest = value;
    while (Math.abs(rest) >= 1000 && unit < units.length - 1) {
      rest /= 1000;
      unit++;
    }
    return Goal.number(rest) + units[unit];
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
