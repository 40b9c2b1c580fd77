package dev.conveyor.jobs.steps;

import dev.conveyor.jobs.batch.Batch;
import dev.conveyor.jobs.input.InputFiles;
import dev.conveyor.jobs.local.LocalBatch;
import dev.conveyor.jobs.output.OutputTarget;
import dev.conveyor.jobs.plan.BatchPlan;
import dev.conveyor.jobs.plan.SaveMode;
import dev.conveyor.jobs.stage.Job;
import dev.conveyor.jobs.stage.Jobs;
import dev.conveyor.jobs.stream.EndCondition;
import dev.conveyor.jobs.stream.EngineKind;
import dev.conveyor.jobs.stream.Route;
import dev.conveyor.jobs.stream.RunSettings;
import dev.conveyor.jobs.stream.StreamDriver;
import dev.conveyor.jobs.stream.StreamPlan;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.run.RunPlan;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Runs a driver of a door in this process, its files behind a {@link Gate}. */
final class HostedDriver {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final int LIMIT = 4;

  private HostedDriver() {}

  static void run(Door door, String folder, List<String> addresses, int port, String id)
      throws Exception {
    Map<String, String> files = new HashMap<>();
    files.put("fs.file.impl", StepFiles.class.getName());
    files.put("fs.AbstractFileSystem.file.impl", StepContextFiles.class.getName());
    files.put("fs.file.impl.disable.cache", "true");
    files.put(Gate.PORT, Integer.toString(port));
    files.put(Gate.DRIVER, id);
    List<Address> parsed = addresses.stream().map(Address::parse).toList();
    String out = folder + "/" + Door.OUT;
    if (door.isBatch()) {
      batch(door, out, parsed, files);
      return;
    }
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.driver.host", "127.0.0.1");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    System.setProperty("spark.ui.enabled", "false");
    files.forEach((name, value) -> System.setProperty("spark.hadoop." + name, value));
    if (door.isStructured()) {
      QueryExample.run(door, out, addresses.get(0), addresses.get(1), INTERVAL, LIMIT);
    } else if (door == Door.LIBRARY) {
      LibraryExample.run(out, parsed.get(0), INTERVAL, LIMIT, door.idle());
    } else {
      stream(door, out, parsed);
    }
  }

  private static Job job() {
    return Jobs.named(Numbers.class.getName());
  }

  private static void stream(Door door, String out, List<Address> addresses)
      throws InterruptedException {
    StreamPlan plan =
        new StreamPlan(
            List.of(new Route(addresses, List.of(job()))),
            ReceiverSettings.every(INTERVAL).withLimit(LIMIT),
            out,
            0);
    RunSettings settings =
        new RunSettings(
            RunSettings.checkpointIn(out),
            Door.LEASE,
            OnLoss.FAIL,
            Optional.empty(),
            EngineKind.DSTREAM,
            List.of());
    new StreamDriver(plan, settings, (report, totals) -> {})
        .run(EndCondition.whenIdle(door.idle()));
  }

  private static void batch(
      Door door, String out, List<Address> addresses, Map<String, String> files)
      throws InterruptedException {
    Configuration configuration = new Configuration();
    files.forEach(configuration::set);
    RunPlan queues =
        RunPlan.of(OutputTarget.checkpointFolder(out), addresses.toArray(Address[]::new))
            .withJobs(List.of(job() + " into " + out))
            .withLease(Door.LEASE);
    BatchPlan plan =
        BatchPlan.of(job(), InputFiles.of(List.of()), out)
            .withQueues(queues)
            .withSaveMode(
                door == Door.BATCH_OVERWRITE ? SaveMode.OVERWRITE : SaveMode.ERROR_IF_EXISTS);
    Batch.run(plan, new LocalBatch(), configuration, (done, total) -> {});
  }
}
