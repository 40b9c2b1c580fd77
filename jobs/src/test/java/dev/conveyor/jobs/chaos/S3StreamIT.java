package dev.conveyor.jobs.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.jobs.cluster.ObjectStore;
import dev.conveyor.jobs.cluster.PlainName;
import dev.conveyor.streaming.redis.internal.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream whose record and results are objects, in a store that cannot rename. */
@Timeout(400)
class S3StreamIT {
  private static final long SEED = 3;
  private static final int KILLS = Integer.getInteger("conveyor.kills", 5);
  private static final int NUMBERS = 6_000 * KILLS;
  private static final Duration SPAN = Duration.ofSeconds(7L * KILLS);
  private static final int LONGEST_PAUSE_MILLIS = 1_200;
  private static final Duration WORK_LIMIT = Duration.ofSeconds(90);
  private static final String RUN = "run";
  private static final String RESULTS = RUN + "/" + NumberJob.class.getName() + "/";

  @TempDir Path folder;

  @Test
  void countsEachNumberOnceWhileItsDriverIsKilled() throws Exception {
    try (ObjectStore store = ObjectStore.start(folder);
        LocalRedis redis = LocalRedis.start();
        Processes processes = new Processes(Files.createDirectory(folder.resolve("logs")));
        Feeders feeders = new Feeders(List.of(redis.list("numbers")), NUMBERS, SPAN)) {
      Map<String, String> environment = environment(store);
      List<String> command = command(redis.list("numbers"));
      Random random = new Random(SEED);
      for (int kill = 1; kill <= KILLS; kill++) {
        long before = batches(store);
        Process driver = processes.start("driver-" + kill, command, environment);
        Waiting.until(
            WORK_LIMIT,
            "a batch of driver " + kill,
            () -> !driver.isAlive() || batches(store) > before);
        assertThat(driver.isAlive()).as(said(processes, "driver-" + kill)).isTrue();
        Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        driver.destroyForcibly().onExit().join();
      }
      feeders.finish();
      Process last = processes.start("last", command, environment);
      assertThat(last.waitFor(WORK_LIMIT.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
      assertThat(last.exitValue()).as(said(processes, "last")).isZero();
      Ledger ledger = ledger(store);
      System.out.printf(
          Locale.ROOT,
          "%d kills, %d messages, %d batches, %d lost, %d twice%n",
          KILLS,
          NUMBERS,
          ledger.batches(),
          ledger.lost(),
          ledger.twice());
      assertThat(ledger.firstLost(10)).as("lost").isEmpty();
      assertThat(ledger.firstTwice(10)).as("twice").isEmpty();
      assertThat(ledger.strange()).isZero();
      assertThat(ledger.seen()).isEqualTo(NUMBERS);
      assertThat(store.keys(RUN + "/_temporary")).as(said(processes, "last")).isEmpty();
    }
  }

  private static String said(Processes processes, String name) throws IOException {
    return Files.readString(processes.errors(name).toPath());
  }

  private static List<String> command(String list) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(Home.launcher().toString(), "stream", NumberJob.class.getName()));
    words.addAll(List.of("--from", list, "--out", "s3a://" + ObjectStore.BUCKET + "/" + RUN));
    words.addAll(List.of("--guarantee", "exactly-once", "--on-loss", "fail", "--lease", "2s"));
    words.addAll(List.of("--interval", "100ms", "--until-idle", "3s"));
    return words;
  }

  private Map<String, String> environment(ObjectStore store) throws IOException {
    List<String> options = new ArrayList<>(List.of("--master", "local[2]"));
    options.addAll(List.of("--jars", JobJar.write(PlainName.of(folder)).toString()));
    options.addAll(List.of("--conf", "spark.ui.enabled=false"));
    store
        .settings()
        .forEach(
            (key, value) -> options.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
    Map<String, String> environment = new HashMap<>(store.environment());
    environment.put("CONVEYOR_SUBMIT_OPTIONS", String.join(" ", options));
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    return environment;
  }

  private static long batches(ObjectStore store) {
    return store.keys(RESULTS).stream().filter(key -> key.endsWith("/_SUCCESS")).count();
  }

  private Ledger ledger(ObjectStore store) throws IOException {
    Path results = folder.resolve("results");
    store.copy(RESULTS, results);
    Ledger ledger = new Ledger(NUMBERS);
    ledger.addBatches(results);
    return ledger;
  }
}
