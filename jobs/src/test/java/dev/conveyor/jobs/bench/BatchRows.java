package dev.conveyor.jobs.bench;

import static dev.conveyor.jobs.bench.Goal.atLeast;
import static dev.conveyor.jobs.bench.Goal.atMost;
import static dev.conveyor.jobs.bench.Goal.shown;

import dev.conveyor.jobs.bench.Sides.Input;
import java.util.ArrayList;
import java.util.List;

/** The rows about batches: word counts of one file, by all engines and all others. */
final class BatchRows {
  static final long MB = 1_000_000;
  static final long GB = 1_000 * MB;

  private static final List<String> ENGINES = List.of("local", "spark", "hadoop");
  private static final String SMALL_HEAP = "-Xmx512m";
  private static final String LOCAL = "local";
  private static final String LOCAL_START = "local, start";
  private static final String SAME = "words";

  private final Workspace workspace;
  private final Sides sides;

  BatchRows(Workspace workspace) {
    this.workspace = workspace;
    this.sides = new Sides(workspace);
  }

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(smallHeap());
    rows.add(bare());
    rows.add(byteSum());
    rows.add(mawk("mawk-100mb", "natural text, 100 MB", natural(100 * MB), 2.5));
    rows.add(mawk("mawk-1gb", "natural text, 1 GB", natural(GB), 4));
    rows.add(mawk("mawk-unique", "unique words, 100 MB", unique(100 * MB), 4));
    rows.add(spark("spark-natural", "natural text, 1 GB", natural(GB)));
    rows.add(spark("spark-unique", "unique words, 300 MB", unique(300 * MB)));
    rows.add(hadoop("hadoop-natural", "natural text, 300 MB", natural(300 * MB), 5));
    rows.add(hadoop("hadoop-unique", "unique words, 300 MB", unique(300 * MB), 1.5));
    rows.add(growth());
    rows.add(new HeapRow(workspace).row());
    rows.addAll(new ThroughputRows(workspace).rows());
    return rows;
  }

  private Input natural(long bytes) {
    return () -> workspace.corpus(new NaturalText(), bytes);
  }

  private Input unique(long bytes) {
    return () -> workspace.corpus(new UniqueWords(), bytes);
  }

  private Row smallHeap() {
    List<Side> all = new ArrayList<>();
    for (String engine : ENGINES) {
      all.add(sides.oursInOrder(engine + ", 512 MB", SAME, engine, SMALL_HEAP, unique(GB)));
    }
    all.add(sides.oursInOrder("local, default heap", SAME, LOCAL, "", unique(GB)));
    double megabytes = workspace.size().of(GB) / (double) MB;
    return new Row(
        "small-heap",
        "any engine, 1 GB of unique words, `-Xmx512m`: the same bytes",
        1,
        all,
        List.of(
            atLeast("engines that finish", ENGINES.size(), BatchRows::finished),
            atLeast(
                "`local` with a default heap, MB/s",
                20,
                figures -> megabytes / figures.seconds("local, default heap"))));
  }

  private static double finished(Figures figures) {
    return ENGINES.stream().filter(engine -> !figures.of(engine + ", 512 MB").isEmpty()).count();
  }

  private Row bare() {
    return new Row(
        "bare",
        "`local` against the bare program, natural text, 1 GB, after start-up",
        Row.ALL_ROUNDS,
        List.of(
            sides.ours(LOCAL, SAME, LOCAL, "", natural(GB)),
            sides.bare("bare", SAME, natural(GB)),
            sides.ours(LOCAL_START, "start", LOCAL, "", workspace::start),
            sides.bare("bare, start", "start", workspace::start)),
        List.of(
            atLeast(
                "% of its rate",
                85,
                figures ->
                    100
                        * figures.afterStart("bare", "bare, start")
                        / figures.afterStart(LOCAL, LOCAL_START))));
  }

  private Row byteSum() {
    return new Row(
        "byte-sum",
        "the bare program against a sum of all bytes, natural text, 1 GB",
        Row.ALL_ROUNDS,
        List.of(sides.bare("bare", "", natural(GB)), sides.byteSum("byte sum", natural(GB))),
        List.of(
            atLeast(
                "% of its rate",
                40,
                figures ->
                    100
                        * figures.figure("byte sum", "own seconds")
                        / figures.figure("bare", "own seconds"))));
  }

  private Row mawk(String name, String text, Input input, double limit) {
    return new Row(
        name,
        "`local` against mawk, whole process, " + text,
        Row.ALL_ROUNDS,
        List.of(sides.ours(LOCAL, SAME, LOCAL, "", input), sides.mawk("mawk", SAME, input)),
        List.of(
            atLeast(
                "times mawk", limit, figures -> figures.seconds("mawk") / figures.seconds(LOCAL))));
  }

  private Row spark(String name, String text, Input input) {
    return new Row(
        name,
        "`spark` against Spark's examples, whole process, " + text,
        Row.ALL_ROUNDS,
        List.of(
            sides.ours("spark", SAME, "spark", "", input),
            sides.peer("RDD", SAME, "RddCount", input),
            sides.peer("DataFrame", SAME, "DataFrameCount", input)),
        List.of(
            atLeast(
                "times less CPU than RDD", 8, figures -> figures.cpu("RDD") / figures.cpu("spark")),
            shown("times RDD", figures -> figures.seconds("RDD") / figures.seconds("spark")),
            shown(
                "times less CPU than DataFrame",
                figures -> figures.cpu("DataFrame") / figures.cpu("spark")),
            shown(
                "times DataFrame",
                figures -> figures.seconds("DataFrame") / figures.seconds("spark"))));
  }

  private Row hadoop(String name, String text, Input input, double limit) {
    return new Row(
        name,
        "`hadoop` against Hadoop's example, whole process, " + text,
        Row.ALL_ROUNDS,
        List.of(
            sides.ours("hadoop", SAME, "hadoop", "", input),
            sides.peer("example", SAME, "HadoopCount", input)),
        List.of(
            atLeast(
                "times less CPU", limit, figures -> figures.cpu("example") / figures.cpu("hadoop")),
            shown(
                "times the example",
                figures -> figures.seconds("example") / figures.seconds("hadoop"))));
  }

  private Row growth() {
    return new Row(
        "growth",
        "`local`, natural text from 1 GB to 10 GB: time a byte after start-up",
        3,
        List.of(
            sides.ours("1 GB", "", LOCAL, "", natural(GB)),
            sides.ours("10 GB", "", LOCAL, "", natural(10 * GB)),
            sides.ours(LOCAL_START, "", LOCAL, "", workspace::start)),
        List.of(
            atMost(
                "% of the time a byte",
                110,
                figures ->
                    10
                        * figures.afterStart("10 GB", LOCAL_START)
                        / figures.afterStart("1 GB", LOCAL_START))));
  }
}
