package dev.conveyor.jobs.chaos;

import dev.conveyor.streaming.redis.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of the kit: starts everything, feeds and kills for the span of the plan, lets the last
 * driver count what is left, and reads the results.
 */
final class ChaosRun implements AutoCloseable {
  private final ChaosPlan plan;
  private final Path folder;
  private final Processes processes;
  private final LocalRedis redis;

  /**
   * @param folder for results and logs; must exist
   */
  ChaosRun(ChaosPlan plan, Path folder) throws IOException, InterruptedException {
    this.plan = plan;
    this.folder = folder;
    this.processes = new Processes(Files.createDirectory(folder.resolve("logs")));
    this.redis = LocalRedis.startDurable();
  }

  Verdict run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Marks marks = new Marks(Files.createDirectory(folder.resolve("marks")));
    Optional<SparkCluster> cluster =
        plan.engine() == Engine.CLUSTER
            ? Optional.of(new SparkCluster(processes, folder))
            : Optional.empty();
    // Several tries a task: with a plain local[2], Spark gives it but one.
    String master = cluster.map(SparkCluster::master).orElse("local[" + plan.cores() + ",4]");
    List<String> from = List.of(redis.list("numbers"), redis.stream("log"));
    DriverCommand command = new DriverCommand(plan, master, from, folder);
    try (Drivers drivers =
            new Drivers(processes, command.words(), command.environment(), command.results());
        Feeders feeders = new Feeders(from, plan.messages(), plan.span())) {
      Killer killer = new Killer(plan, redis, drivers, marks, cluster);
      killer.run();
      feeders.finish();
      drivers.awaitEnd();
      Map<Kind, Long> kills = killer.kills();
      return Verdict.of(
          kills, ledger(command), drivers, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private Ledger ledger(DriverCommand command) throws IOException {
    Ledger ledger = new Ledger(plan.messages());
    ledger.addBatches(command.results());
    return ledger;
  }

  /** Ends every process that it has started. */
  @Override
  public void close() {
    processes.close();
    redis.close();
  }
}
