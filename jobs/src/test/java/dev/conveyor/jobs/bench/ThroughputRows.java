package dev.conveyor.jobs.bench;

import dev.conveyor.jobs.bench.LineChart.Point;
import dev.conveyor.jobs.bench.LineChart.Series;
import dev.conveyor.jobs.bench.Row.Plot;
import dev.conveyor.jobs.bench.Sides.Input;
import java.util.ArrayList;
import java.util.List;

/** The rows that are drawn: throughput against size, and against the number of distinct keys. */
final class ThroughputRows {
  private static final int ROUNDS = 3;
  private static final long[] SIZES = {
    BatchRows.MB, 10 * BatchRows.MB, 100 * BatchRows.MB, BatchRows.GB
  };
  private static final long[] KEYS = {100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000};
  private static final List<String> PROGRAMS = List.of("local", "bare", "mawk");

  private final Workspace workspace;
  private final Sides sides;

  ThroughputRows(Workspace workspace) {
    this.workspace = workspace;
    this.sides = new Sides(workspace);
  }

  List<Row> rows() {
    return List.of(size(), keys());
  }

  private Row size() {
    List<Side> all = new ArrayList<>();
    for (long bytes : SIZES) {
      add(all, bytes, () -> workspace.corpus(new NaturalText(), bytes));
    }
    return new Row(
        "size",
        "throughput against size, natural text, whole process",
        ROUNDS,
        all,
        List.of(Goal.shown("MB/s of `local` at 1 GB", figures -> rate(figures, BatchRows.GB))),
        List.of(new Plot("throughput-size", this::sizeChart)));
  }

  private Row keys() {
    List<Side> all = new ArrayList<>();
    for (long keys : KEYS) {
      long scaled = Math.max(10, workspace.size().of(keys));
      add(all, keys, () -> workspace.corpus(new UniqueWords(scaled), 100 * BatchRows.MB));
    }
    return new Row(
        "keys",
        "throughput against distinct keys, 100 MB of words of nine letters, whole process",
        ROUNDS,
        all,
        List.of(
            Goal.shown(
                "MB/s of `local` with 10 million keys",
                figures -> rate(figures, "local", KEYS[KEYS.length - 1], 100 * BatchRows.MB))),
        List.of(new Plot("throughput-keys", this::keysChart)));
  }

  private void add(List<Side> all, long at, Input input) {
    all.add(sides.ours(name("local", at), name("", at), "local", "", input));
    all.add(sides.bare(name("bare", at), name("", at), input));
    all.add(sides.mawk(name("mawk", at), name("", at), input));
  }

  private static String name(String program, long at) {
    return (program + " " + LineChart.shortNumber((double) at)).strip();
  }

  private double rate(Figures figures, long bytes) {
    return rate(figures, "local", bytes, bytes);
  }

  private double rate(Figures figures, String program, long at, long bytes) {
    return workspace.size().of(bytes) / (double) BatchRows.MB / figures.seconds(name(program, at));
  }

  private LineChart sizeChart(Figures figures) {
    List<Series> series = new ArrayList<>();
    for (String program : PROGRAMS) {
      List<Point> points = new ArrayList<>();
      for (long bytes : SIZES) {
        points.add(new Point(workspace.size().of(bytes), rate(figures, program, bytes, bytes)));
      }
      series.add(new Series(program, points));
    }
    return new LineChart("Throughput against size, natural text", "bytes", "MB/s", series);
  }

  private LineChart keysChart(Figures figures) {
    List<Series> series = new ArrayList<>();
    for (String program : PROGRAMS) {
      List<Point> points = new ArrayList<>();
      for (long keys : KEYS) {
        double rate = rate(figures, program, keys, 100 * BatchRows.MB);
        points.add(new Point(Math.max(10, workspace.size().of(keys)), rate));
      }
      series.add(new Series(program, points));
    }
    return new LineChart(
        "Throughput against distinct keys, 100 MB", "distinct keys", "MB/s", series);
  }
}
