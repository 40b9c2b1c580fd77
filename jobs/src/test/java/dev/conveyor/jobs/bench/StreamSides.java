package dev.conveyor.jobs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * Makes the sides that read messages from Redis. They are there before anything is measured. Each
 * side has a clock of its own, from its first batch or page that holds a message to the end of its
 * last; {@link #RATE} is by that clock.
 */
final class StreamSides {
  /** The interval with which messages that arrive are counted with the least work: the default. */
  static final String THROUGHPUT = "1s";

  /** The interval for latency, and for messages that wait, of which each batch takes many. */
  static final String LATENCY = "100ms";

  /** The engine of {@code stream} that runs unless another one is named. */
  static final String DSTREAM = "dstream";

  /** The figure of all of them. */
  static final String RATE = "messages/s";

  static final String JOB = "word-count";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "bench";
  private static final String TOTALS = "totals";
  private static final String WORDS = "words";

  private final Workspace workspace;
  private LocalRedis redis;

  StreamSides(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Messages that wait.
   *
   * @param kind of the key: {@code list} or {@code stream}
   */
  record Load(String kind, int count, int bytes) {
    long words() {
      return (long) count * Texts.words(bytes);
    }
  }

  /** {@code stream word-count}, exactly once, with its results on disk. */
  Side ours(String name, Load load) {
    return new Side(
        name,
        TOTALS + load.words(),
        () -> {
          fill(load);
          Path folder = workspace.temporary();
          String address = address(load.kind());
          MeasuredCommand.Run run =
              stream(workspace, folder, address, LATENCY, "--until-idle", "2s").run();
          return finished(run, folder, load.words());
        });
  }

  /** The bare loop of {@link RedisLoop}, with the same count. */
  Side loop(String name, Load load) {
    return new Side(
        name,
        TOTALS + load.words(),
        () -> {
          fill(load);
          String port = Integer.toString(redis().port());
          MeasuredCommand.Run run =
              workspace.besideTests("RedisLoop", port, load.kind(), KEY).run();
          String[] said = lastLine(run).split(" ", 3);
          Workspace.delete(run.folder());
          check(Long.parseLong(said[1]), load.words());
          return measurement(run, load.count(), Double.parseDouble(said[2]), said[1]);
        });
  }

  /** A way of spark-redis. Where it loses messages, that is a figure and no failure of ours. */
  Side sparkRedis(String name, String program, Load load) {
    return counted(
        name,
        load,
        () -> {
          CountedWords counted = CountedWords.by(workspace.onEngine(program, words(load)));
          Measurement measured = counted.measurement(load);
          measured.figures().put("lost", (double) (load.count() - counted.messages()));
          return measured;
        });
  }

  /** Our source for Structured Streaming, in a program as a user writes it. */
  Side structured(String name, Load load) {
    return counted(
        name,
        load,
        () -> {
          CountedWords counted =
              CountedWords.by(workspace.withConveyor("ConveyorStructured", words(load)));
          check(counted.messages() * Texts.words(load.bytes()), load.words());
          return counted.measurement(load);
        });
  }

  /** A program whose totals of each word are compared with those of others with this load. */
  private Side counted(String name, Load load, Side.Action action) {
    return new Side(
        name,
        WORDS + load.words(),
        () -> {
          fill(load);
          return action.measure();
        });
  }

  /** The arguments of a program of {@code jobs/bench} that counts words. */
  private String[] words(Load load) throws InterruptedException {
    return new String[] {
      Integer.toString(redis().port()),
      load.kind(),
      KEY,
      Integer.toString(load.count()),
      Integer.toString(Texts.words(load.bytes()))
    };
  }

  /** A list that is fed at a rate while it is read: percentiles from sending to the result. */
  Side latency(String name, int perSecond, int seconds) {
    return latency(name, DSTREAM, LATENCY, perSecond, seconds);
  }

  /** The same by an engine of {@code stream}, in batches of an interval. */
  Side latency(String name, String engine, String interval, int perSecond, int seconds) {
    return new Side(
        name,
        "",
        () -> {
          client().close();
          FedStream fed =
              new FedStream(workspace, address("list") + "&envelope", 42, interval, engine);
          return fed.measure(perSecond * seconds, "--rate", perSecond + "/s");
        });
  }

  private void fill(Load load) throws IOException, InterruptedException {
    try (Jedis client = client()) {
      new Texts(load.bytes()).fill(client, load.kind(), KEY, load.count());
    }
  }

  private String address(String kind) throws InterruptedException {
    return "redis://127.0.0.1:" + redis().port() + "?" + kind + "=" + KEY;
  }

  /** Of a Redis that is empty. */
  private Jedis client() throws InterruptedException {
    Jedis client =
        new Jedis(
            new HostAndPort("127.0.0.1", redis().port()),
            DefaultJedisClientConfig.builder()
                .autoNegotiateProtocol(false)
                .socketTimeoutMillis(60_000)
                .build());
    client.flushAll();
    return client;
  }

  /** Started on first use; it ends with all children. */
  private LocalRedis redis() throws InterruptedException {
    if (redis == null) {
      redis = LocalRedis.start();
    }
    return redis;
  }

  static MeasuredCommand stream(
      Workspace workspace, Path folder, String address, String interval, String... end) {
    List<String> words = new ArrayList<>(List.of("stream", JOB, "--from", address));
    words.addAll(List.of("--out", counts(folder).toString()));
    words.addAll(List.of("--interval", interval, "--json"));
    words.addAll(List.of(end));
    return workspace.conveyor("", words.toArray(String[]::new));
  }

  /** The output of {@link #stream}. */
  static Path counts(Path folder) {
    return folder.resolve("counts");
  }

  /** Reads the summary of a stream, checks it and deletes what it has left. */
  static Measurement finished(MeasuredCommand.Run run, Path folder, long words) throws IOException {
    JsonNode summary = JSON.readTree(lastLine(run));
    Workspace.delete(folder);
    Workspace.delete(run.folder());
    long counted = summary.at("/amounts/" + JOB).asLong();
    check(counted, words);
    Measurement measured =
        measurement(
            run,
            summary.get("messages").asLong(),
            summary.get("seconds").asDouble(),
            Long.toString(counted));
    addLatency(measured.figures(), summary.path("latencyMillis"));
    return measured;
  }

  private static void addLatency(Map<String, Double> figures, JsonNode latency) {
    for (String percentile : List.of("p50", "p99")) {
      JsonNode all = latency.path(percentile);
      if (all.isNumber()) {
        figures.put(percentile + " ms", all.asDouble());
      }
      JsonNode later = latency.path("afterWarmUp").path(percentile);
      if (later.isNumber()) {
        figures.put(percentile + " ms after warm-up", later.asDouble());
      }
    }
  }

  private static void check(long counted, long words) throws IOException {
    if (counted != words) {
      throw new IOException(
          "cannot compare: it counted " + counted + " words, and " + words + " were sent");
    }
  }

  static Measurement measurement(
      MeasuredCommand.Run run, long messages, double seconds, String digest) {
    Map<String, Double> figures = new HashMap<>();
    figures.put(RATE, messages / seconds);
    figures.put("own seconds", seconds);
    return new Measurement(run.seconds(), run.cpu(), digest, figures);
  }

  static String lastLine(MeasuredCommand.Run run) throws IOException {
    List<String> lines =
        Files.readAllLines(run.out()).stream().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      throw new IOException("cannot read a result: the command printed nothing");
    }
    return lines.get(lines.size() - 1);
  }
}
