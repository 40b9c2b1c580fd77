package dev.conveyor.jobs.demo;

import dev.conveyor.jobs.batch.Batch;
import dev.conveyor.jobs.batch.Progress;
import dev.conveyor.jobs.console.Interruption;
import dev.conveyor.jobs.console.ProgressDisplay;
import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.local.LocalBatch;
import dev.conveyor.jobs.options.FedFile;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.jobs.stream.Route;
import dev.conveyor.jobs.stream.RunSettings;
import dev.conveyor.jobs.stream.StreamDriver;
import dev.conveyor.jobs.stream.StreamPlan;
import dev.conveyor.jobs.stream.StreamProgress;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.feed.ChocolateSource;
import dev.conveyor.streaming.feed.FeedRate;
import dev.conveyor.streaming.feed.FileSource;
import dev.conveyor.streaming.feed.MessageSource;
import dev.conveyor.streaming.feed.TokenSource;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A demo of Conveyor in one process: two feeders, an embedded Redis, ZeroMQ sockets and Spark
 * Streaming. Ends once all sent messages are counted. If some are missing, it ends once the count
 * has not changed for 20 s.
 */
final class Demo {
  static final List<String> WORD_JOBS = List.of("word-count", "vowel-words", "five-letter-words");
  static final String CHOCOLATE_JOB = "chocolate-count";
  private static final List<String> JOBS =
      Stream.concat(WORD_JOBS.stream(), Stream.of(CHOCOLATE_JOB)).toList();

  /** The index of the address of words in the plan. */
  static final int WORDS = 0;

  /** The index of the address of chocolates in the plan. */
  static final int CHOCOLATES = 1;

  private static final int CHOCOLATE_COUNT = 60;
  private static final double SHOW_SECONDS = 8;
  private static final double SLOWEST = 20;
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LOST_AFTER = Duration.ofSeconds(20);
  static final int PREVIEW = 40;
  private static final long SEED = 1952;

  private final List<Path> poems;
  private final Path folder;
  private final Path scratch;
  private final List<String> jars;
  private final DemoDisplay display;
  private volatile long lastCounted;
  private boolean isFeeding;
  private long lastChange = System.nanoTime();

  /**
   * @param folder the folder of the results
   * @param scratch a temporary folder, which the caller deletes
   * @param jars of the user, for the tasks
   */
  Demo(List<Path> poems, Path folder, Path scratch, List<String> jars, DemoDisplay display) {
    this.poems = poems;
    this.folder = folder;
    this.scratch = scratch;
    this.jars = jars;
    this.display = display;
  }

  DemoResult run() throws IOException, InterruptedException {
    display.showStart();
    long length = words();
    try (ProgressDisplay progress =
            display.openProgress(length + CHOCOLATE_COUNT, () -> lastCounted);
        LocalRedis redis = LocalRedis.start();
        FeederThread words =
            FeederThread.open(
                Address.parse("zmq+tcp://127.0.0.1:0?topic=poem&nodrop&wait=2m"),
                poem(),
                pace(length),
                Long.MAX_VALUE);
        FeederThread chocolates =
            FeederThread.open(
                Address.parse(redis.list("chocolates")),
                new ChocolateSource(SEED, Clock.systemUTC()),
                FeedRate.perSecond(2).growing(1.4),
                CHOCOLATE_COUNT)) {
      StreamPlan plan =
          new StreamPlan(
              List.of(
                  new Route(List.of(words.address()), WORD_JOBS.stream().map(Jobs::named).toList()),
                  new Route(List.of(chocolates.address()), List.of(Jobs.named(CHOCOLATE_JOB)))),
              ReceiverSettings.every(INTERVAL),
              folder.toString(),
              PREVIEW);
      StreamDriver driver =
          new StreamDriver(
              plan, RunSettings.in(folder.toString()).withJars(jars), display::showBatch);
      display.await("Spark to start");
      driver.run(state -> isOver(state, words, chocolates));
      display.await("the totals");
      return new DemoResult(
          words.sent(),
          driver.totals().messages(WORDS),
          chocolates.sent(),
          driver.totals().messages(CHOCOLATES),
          totals(driver.totals().amounts()));
    }
  }

  private boolean isOver(StreamProgress progress, FeederThread words, FeederThread chocolates)
      throws InterruptedException {
    if (progress.receivers().reading() == 1) {
      if (!isFeeding) {
        isFeeding = true;
        display.await("the first batch");
      }
      words.start();
      chocolates.start();
    } else if (!isFeeding) {
      display.await("Spark to subscribe to the poem");
    }
    long counted = progress.totals().messages();
    if (counted != lastCounted) {
      lastCounted = counted;
      lastChange = System.nanoTime();
    }
    boolean allSent = words.isDone() && chocolates.isDone();
    boolean allCounted = allSent && counted >= words.sent() + chocolates.sent();
    boolean nothingComes = allSent && System.nanoTime() - lastChange > LOST_AFTER.toNanos();
    return allCounted || nothingComes || Interruption.isUnderWay();
  }

  /**
   * Returns the total of each job. Counts the keys by running the job {@code sum} on the result
   * folders.
   *
   * @param amounts the amounts that the driver has counted, by job
   */
  private Map<String, DemoResult.Total> totals(Map<String, Long> amounts)
      throws InterruptedException {
    Map<String, DemoResult.Total> totals = new LinkedHashMap<>();
    for (String job : JOBS) {
      Path results = folder.resolve(job);
      long keys = 0;
      if (Files.exists(results)) {
        keys =
            Batch.run(
                    BatchPlan.of(
                        Jobs.named("sum"),
                        InputFiles.of(List.of(results.toString())),
                        scratch.resolve(job).toString()),
                    new LocalBatch(),
                    new Configuration(),
                    Progress.NONE)
                .counts()
                .keys();
      }
      totals.put(job, new DemoResult.Total(amounts.getOrDefault(job, 0L), keys));
    }
    return totals;
  }

  private MessageSource poem() {
    return new FileSource(poems, 1, FedFile.reading(TokenSource::new));
  }

  /** Returns the number of words. The rate depends on it, so a longer poem takes no longer. */
  private long words() throws IOException {
    try (MessageSource poem = poem()) {
      long words = 0;
      while (poem.next().isPresent()) {
        words++;
      }
      return words;
    }
  }

  private static FeedRate pace(long words) {
    return FeedRate.perSecond(Math.max(SLOWEST, words / SHOW_SECONDS));
  }
}
