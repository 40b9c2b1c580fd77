package dev.conveyor.jobs.bench;

import static dev.conveyor.jobs.bench.Goal.atLeast;
import static dev.conveyor.jobs.bench.Goal.shown;

import dev.conveyor.jobs.bench.StreamSides.Load;
import java.util.ArrayList;
import java.util.List;

/** The rows about Structured Streaming: word counts of messages of 42 bytes. */
final class StructuredRows {
  private static final int BYTES = 42;
  private static final int MESSAGES = 10_000_000;
  private static final int PER_SECOND = 20_000;

  /** Longer than the ten seconds that count as warm-up. */
  private static final int LATENCY_SECONDS = 40;

  /**
   * Shorter than any batch, so that one begins when the one before is done, but long enough that
   * the DStream engine, which plans a batch at each interval, has time for their messages.
   */
  private static final String NO_INTERVAL = "10ms";

  private static final String OURS = "conveyor";
  private static final String FEWER = "conveyor, as many as spark-redis";
  private static final String PEER = "spark-redis";
  private static final String STRUCTURED = "structured";

  private final Workspace workspace;
  private final StreamSides sides;

  StructuredRows(Workspace workspace, StreamSides sides) {
    this.workspace = workspace;
    this.sides = sides;
  }

  List<Row> rows() {
    return List.of(
        row("structured-list", "list", "SparkRedis", "spark-redis' list receiver", 20, 20),
        row(
            "structured-stream",
            "stream",
            "SparkRedisStructured",
            "spark-redis' structured source",
            10,
            3),
        latency());
  }

  /**
   * @param share the part of the messages that the slow one gets, whose first seconds are its
   *     fastest
   */
  private Row row(String name, String kind, String program, String peer, int share, double limit) {
    Load fewer = load(kind, MESSAGES / share);
    return new Row(
        name,
        "Redis " + kind + " → `readStream.format(\"conveyor\")`, exactly once, against " + peer,
        Row.ALL_ROUNDS,
        List.of(
            sides.structured(OURS, load(kind, MESSAGES)),
            sides.structured(FEWER, fewer),
            sides.sparkRedis(PEER, program, fewer)),
        List.of(
            atLeast("times spark-redis", limit, figures -> times(figures, OURS)),
            shown("times spark-redis with as many messages", figures -> times(figures, FEWER))));
  }

  private Load load(String kind, int full) {
    return new Load(kind, Math.max(1_000, (int) workspace.size().of(full)), BYTES);
  }

  private static double times(Figures figures, String side) {
    return figures.figure(side, StreamSides.RATE) / figures.figure(PEER, StreamSides.RATE);
  }

  private Row latency() {
    boolean full = workspace.size() == Size.FULL;
    int perSecond = full ? PER_SECOND : 2_000;
    int seconds = full ? LATENCY_SECONDS : 2;
    List<Side> all = new ArrayList<>();
    for (String interval : new String[] {StreamSides.LATENCY, NO_INTERVAL}) {
      for (String engine : new String[] {STRUCTURED, StreamSides.DSTREAM}) {
        all.add(sides.latency(name(engine, interval), engine, interval, perSecond, seconds));
      }
    }
    List<Goal> goals = new ArrayList<>();
    for (String percentile : new String[] {"p50", "p99"}) {
      addGoals(goals, percentile + " ms", StreamSides.LATENCY, percentile + " ms after warm-up");
    }
    addGoals(goals, "shortest batch ms", NO_INTERVAL, BatchTimes.SHORTEST);
    addGoals(goals, "batch ms", NO_INTERVAL, BatchTimes.USUAL);
    return new Row(
        "structured-latency",
        "`stream --engine structured` beside `dstream`, list, 20,000 messages/s: from sending to the"
            + " result in batches of 100 ms, after warm-up; and batches without a pause",
        Row.ALL_ROUNDS,
        all,
        goals);
  }

  private static String name(String engine, String interval) {
    return engine + ", " + interval;
  }

  private static void addGoals(List<Goal> goals, String label, String interval, String figure) {
    for (String engine : new String[] {STRUCTURED, StreamSides.DSTREAM}) {
      goals.add(
          shown(
              label + " of " + engine, figures -> figures.figure(name(engine, interval), figure)));
    }
    goals.add(
        shown(
            "times dstream",
            figures ->
                figures.figure(name(STRUCTURED, interval), figure)
                    / figures.figure(name(StreamSides.DSTREAM, interval), figure)));
  }
}
