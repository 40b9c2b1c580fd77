package dev.conveyor.jobs.bench;

import static dev.conveyor.jobs.bench.Goal.atLeast;
import static dev.conveyor.jobs.bench.Goal.atMost;
import static dev.conveyor.jobs.bench.Goal.shown;

import dev.conveyor.jobs.bench.StreamSides.Load;
import java.util.ArrayList;
import java.util.List;

/** The rows about streams: word counts of messages of 42 bytes. */
final class StreamRows {
  private static final int BYTES = 42;

  /** Enough that most of the time is not that of the first seconds, in which a JVM is slow. */
  private static final int MESSAGES = 10_000_000;

  private static final int MORE = 30_000_000;

  /** Longer than the ten seconds that count as warm-up. */
  private static final int LATENCY_SECONDS = 40;

  private static final String STREAM = "stream";
  private static final String LOOP = "bare loop";

  private final Workspace workspace;
  private final StreamSides sides;
  private final ZeroMqSides zeroMq;

  StreamRows(Workspace workspace, StreamSides sides) {
    this.workspace = workspace;
    this.sides = sides;
    this.zeroMq = new ZeroMqSides(workspace);
  }

  List<Row> rows() {
    return List.of(
        list(),
        log(),
        zeroMq("zmq", "plain", "", "JeroMQ loop", "jeromq", 50),
        zeroMq("zmq-packed", "packed", "&packed", "raw socket", "socket", 25),
        latency());
  }

  private Load load(String kind, int full) {
    return new Load(kind, Math.max(1_000, (int) workspace.size().of(full)), BYTES);
  }

  private static double rate(Figures figures, String side) {
    return figures.figure(side, StreamSides.RATE);
  }

  private static Goal ratio(String label, double limit, String upper, String lower) {
    return atLeast(label, limit, figures -> rate(figures, upper) / rate(figures, lower));
  }

  private Row list() {
    String peer = "spark-redis";
    // Fewer for the slow one: its first seconds are its fastest.
    Load fewer = load("list", MESSAGES / 20);
    return new Row(
        "list",
        "Redis list → `stream`, exactly once, against an LRANGE loop with the same count, and spark-redis",
        Row.ALL_ROUNDS,
        List.of(
            sides.ours(STREAM, load("list", MESSAGES)),
            sides.loop(LOOP, load("list", MESSAGES)),
            sides.sparkRedis(peer, "SparkRedis", fewer)),
        List.of(
            percent("% of the loop's rate", 60, LOOP),
            ratio("times spark-redis", 80, STREAM, peer)));
  }

  private Row log() {
    String structured = "spark-redis structured";
    String receiver = "spark-redis receiver";
    Load fewer = load("stream", MESSAGES / 10);
    return new Row(
        "log",
        "Redis stream → `stream`, exactly once, against spark-redis, and an XRANGE loop with the same count",
        Row.ALL_ROUNDS,
        List.of(
            sides.ours(STREAM, load("stream", MESSAGES)),
            sides.loop(LOOP, load("stream", MESSAGES)),
            sides.sparkRedis(structured, "SparkRedisStructured", fewer),
            sides.sparkRedis(receiver, "SparkRedis", fewer)),
        List.of(
            ratio("times spark-redis structured", 5, STREAM, structured),
            shown(
                "times spark-redis receiver",
                figures -> rate(figures, STREAM) / rate(figures, receiver)),
            shown(
                "% of the loop's rate",
                figures -> 100 * rate(figures, STREAM) / rate(figures, LOOP))));
  }

  private static Goal percent(String label, double limit, String peer) {
    return atLeast(label, limit, figures -> 100 * rate(figures, STREAM) / rate(figures, peer));
  }

  private Row zeroMq(
      String name, String framing, String parameters, String peer, String loop, double limit) {
    int messages = Math.max(1_000, (int) workspace.size().of(MORE));
    return new Row(
        name,
        "ZeroMQ queue over TCP → `stream`, " + framing + ", against a " + peer,
        Row.ALL_ROUNDS,
        List.of(
            zeroMq.ours(STREAM, parameters, messages, BYTES),
            zeroMq.peer(peer, loop, messages, BYTES)),
        List.of(percent("% of its rate", limit, peer)));
  }

  private Row latency() {
    List<Side> all = new ArrayList<>();
    List<Goal> goals = new ArrayList<>();
    for (int perSecond : new int[] {20_000, 50_000}) {
      String name = LineChart.shortNumber(perSecond) + "/s";
      all.add(latency(name, perSecond));
      goals.add(after(name, "p50", 100));
      goals.add(after(name, "p99", 200));
    }
    return new Row(
        "latency",
        "from sending to the result, list, batches of 100 ms, after warm-up",
        Row.ALL_ROUNDS,
        all,
        goals);
  }

  private Side latency(String name, int perSecond) {
    boolean full = workspace.size() == Size.FULL;
    return sides.latency(name, full ? perSecond : 2_000, full ? LATENCY_SECONDS : 2);
  }

  private static Goal after(String name, String percentile, double limit) {
    String figure = percentile + " ms after warm-up";
    return atMost(percentile + " ms at " + name, limit, figures -> figures.figure(name, figure));
  }
}
