package dev.conveyor.jobs.bench;

import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import redis.clients.jedis.Jedis;

/**
 * {@code scripts/bench-stream}: {@code stream word-count} and spark-redis in turns on one Redis.
 * The two are compared as rates. Each side's clock runs from the start of its first batch that held
 * a message, so what spark-redis' receiver fetched before that, for up to a second, is counted in
 * its favor.
 */
@Command(
    name = "bench-stream",
    mixinStandardHelpOptions = true,
    description = "Measures stream against spark-redis on the same machine, in turns.")
final class StreamBench implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--kind",
      defaultValue = "list",
      description = "What to read: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Kind kind;

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--messages",
      defaultValue = "3000000",
      description = "Of 42 bytes, for stream. Default: ${DEFAULT-VALUE}")
  private int messages;

  @Option(
      names = "--share",
      paramLabel = "MESSAGES",
      description =
          "Fewer for spark-redis, to be done sooner; its first seconds are its fastest. Default: all")
  private int share;

  public static void main(String[] words) {
    CommandLine commandLine = new CommandLine(new StreamBench());
    System.exit(commandLine.setCaseInsensitiveEnumValuesAllowed(true).execute(words));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    share = share == 0 ? messages : share;
    if (rounds < 1 || messages < 1 || share < 1) {
      throw new ParameterException(
          spec.commandLine(), "cannot measure nothing; give numbers above 0");
    }
    Path folder = Files.createTempDirectory("bench-stream-");
    try (LocalRedis redis = LocalRedis.start();
        Jedis client = new Jedis("127.0.0.1", redis.port(), 60_000)) {
      measure(client, redis.port(), folder);
    }
    delete(folder);
    return 0;
  }

  private void measure(Jedis client, int port, Path folder)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: stream word-count on %,d messages of 42 bytes, spark-redis 3.0.0 on %,d of them%n",
        kind.word(),
        messages,
        share);
    List<Double> ratios = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      Rate ours = turn(client, port, folder, "ours" + round, messages).ours();
      Rate theirs = turn(client, port, folder, "theirs" + round, share).theirs();
      double ratio = ours.perSecond() / theirs.perSecond();
      ratios.add(ratio);
      out.printf(
          Locale.ROOT,
          "round %d  stream       %s, %,d lost%n",
          round,
          ours,
          ours.sent() - ours.counted());
      out.printf(
          Locale.ROOT,
          "round %d  spark-redis  %s, %,d lost; %.1f times%n",
          round,
          theirs,
          theirs.sent() - theirs.counted(),
          ratio);
      out.flush();
    }
    ratios.sort(Comparator.naturalOrder());
    out.printf(
        Locale.ROOT,
        "median of %d rounds: %.1f times spark-redis%n",
        rounds,
        ratios.get(rounds / 2));
    out.flush();
  }

  /** Fills a fresh key, in a Redis that holds nothing else. */
  private Turn turn(Jedis client, int port, Path folder, String key, int count) {
    client.flushAll();
    new Texts().fill(client, kind, key, count);
    return new Turn(home(), folder, port, kind, key, count);
  }

  private static Path home() {
    Path folder = Path.of(System.getProperty("conveyor.home")).toAbsolutePath();
    return folder.normalize();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
