package dev.conveyor.jobs.bench;

import dev.conveyor.jobs.bench.LineChart.Point;
import dev.conveyor.jobs.bench.LineChart.Series;
import dev.conveyor.jobs.bench.StreamSides.Load;
import java.util.ArrayList;
import java.util.List;

/** The rows that are drawn: throughput against message size, and latency against rate. */
final class MessageRows {
  private static final int ROUNDS = 3;
  private static final int SECONDS = 30;
  private static final long BYTES = 500_000_000;
  private static final long MESSAGES = 1_000_000;
  private static final List<String> WAYS = List.of("list", "stream", "zmq", "zmq packed");
  private static final int[] SIZES = {10, 100, 1_000, 10_000};
  private static final int[] RATES = {1_000, 5_000, 20_000, 50_000, 100_000};

  private final Workspace workspace;
  private final StreamSides sides;
  private final ZeroMqSides zeroMq;

  MessageRows(Workspace workspace, StreamSides sides) {
    this.workspace = workspace;
    this.sides = sides;
    this.zeroMq = new ZeroMqSides(workspace);
  }

  List<Row> rows() {
    return List.of(sizes(), rates());
  }

  private Row sizes() {
    List<Side> all = new ArrayList<>();
    for (String way : WAYS) {
      for (int bytes : SIZES) {
        int count = (int) Math.max(200, workspace.size().of(Math.min(MESSAGES, BYTES / bytes)));
        all.add(
            way.startsWith("zmq")
                ? zeroMq.ours(name(way, bytes), way.substring(3).replace(" ", "&"), count, bytes)
                : sides.ours(name(way, bytes), new Load(way, count, bytes)));
      }
    }
    return new Row(
        "message-size",
        "throughput of `stream` against the size of a message",
        ROUNDS,
        all,
        List.of(
            Goal.shown(
                "MB/s of a list at 1,000 bytes", figures -> megabytes(figures, "list", 1_000))),
        List.of(new Row.Plot("throughput-message-size", MessageRows::sizeChart)));
  }

  private static String name(String way, int bytes) {
    return way + " " + bytes + " B";
  }

  private static double megabytes(Figures figures, String way, int bytes) {
    return figures.figure(name(way, bytes), StreamSides.RATE) * bytes / BatchRows.MB;
  }

  private static LineChart sizeChart(Figures figures) {
    List<Series> series = new ArrayList<>();
    for (String way : WAYS) {
      List<Point> points = new ArrayList<>();
      for (int bytes : SIZES) {
        points.add(new Point(bytes, megabytes(figures, way, bytes)));
      }
      series.add(new Series(way, points));
    }
    return new LineChart("Throughput against message size", "bytes a message", "MB/s", series);
  }

  private Row rates() {
    boolean full = workspace.size() == Size.FULL;
    List<Side> all = new ArrayList<>();
    for (int rate : RATES) {
      all.add(sides.latency(name(rate), full ? rate : rate / 10, full ? SECONDS : 2));
    }
    return new Row(
        "rate",
        "latency against the rate of a list, batches of 100 ms",
        ROUNDS,
        all,
        List.of(Goal.shown("p50 ms at 20,000/s", figures -> latency(figures, 20_000, "p50"))),
        List.of(new Row.Plot("latency-rate", MessageRows::rateChart)));
  }

  private static String name(int rate) {
    return LineChart.shortNumber(rate) + "/s";
  }

  /** After warm-up, or of the whole run where that was too short. */
  private static double latency(Figures figures, int rate, String percentile) {
    double warm = figures.figure(name(rate), percentile + " ms after warm-up");
    return Double.isNaN(warm) ? figures.figure(name(rate), percentile + " ms") : warm;
  }

  private static LineChart rateChart(Figures figures) {
    List<Series> series = new ArrayList<>();
    for (String percentile : List.of("p50", "p99")) {
      List<Point> points = new ArrayList<>();
      for (int rate : RATES) {
        points.add(new Point(rate, latency(figures, rate, percentile)));
      }
      series.add(new Series(percentile, points));
    }
    return new LineChart("Latency against rate, after warm-up", "messages/s", "ms", series);
  }
}
