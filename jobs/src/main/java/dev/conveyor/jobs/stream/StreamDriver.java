package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.jobs.files.UserJars;
import dev.conveyor.streaming.Stageable.Epochs;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.spark.ApplicationName;
import dev.conveyor.streaming.spark.ConveyorStreams;
import dev.conveyor.streaming.spark.LocalFolders;
import dev.conveyor.streaming.spark.SparkCompatibility;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Runs a {@link StreamPlan}: opens its run, reads its addresses, and gives each batch to {@link
 * StreamBatches}. {@link #run} belongs to one thread.
 *
 * <p>A batch counts once its folders are complete. A batch of replayable addresses that does not
 * count is repeated by the next start with the same messages; a batch of live messages is not.
 * Messages that receivers have stored and no batch has written are lost when the driver dies; see
 * {@link dev.conveyor.streaming.spark}.
 */
public final class StreamDriver {
  private static final String JARS = "spark.jars";
  private static final String BATCHES_AT_ONCE = "spark.streaming.concurrentJobs";
  private static final Duration LOOK = Duration.ofMillis(50);

  private final StreamPlan plan;
  private final RunSettings settings;
  private final ReadModes modes;
  private final StreamProgress progress;
  private final BatchFailures failures;
  private final StreamBatches batches;

  public StreamDriver(StreamPlan plan, RunSettings settings, BatchListener listener) {
    this.plan = plan;
    this.settings = settings;
    this.modes = ReadModes.of(plan.addresses(), settings.guarantee());
    settings.ensureReadable(plan.addresses());
    this.progress = new StreamProgress(modes, plan.settings().interval());
    this.failures = new BatchFailures(plan.folder(), modes.received().isEmpty());
    HashTotals totals =
        new HashTotals(
            plan.output(),
            plan.jobIds(),
            modes.areAllReplayable() ? Epochs.CONSECUTIVE : Epochs.SPARSE,
            settings.onLoss(),
            progress.totals()::addUnknownLoss);
    this.batches = new StreamBatches(plan, totals, listener, progress, failures);
  }

  /** Returns the totals so far. Safe for threads. */
  public StreamTotals totals() {
    return progress.totals();
  }

  /** Returns the name of the run; empty before it is open. Safe for threads. */
  public Optional<String> runName() {
    return progress.runName();
  }

  /**
   * Returns a clause about the batch that is being processed, such as {@code processing batch 0: 7
   * messages}; empty between batches. Safe for threads.
   */
  public String activity() {
    return progress.activity();
  }

  /** Returns whether messages may have been read. Safe for threads. */
  public boolean hasStarted() {
    return progress.hasStarted();
  }

  /**
   * Runs until the end is reached or Spark is shut down, and finishes the batches that have begun.
   *
   * @throws StreamException if the folder holds results without a checkpoint, a receiver gives up
   *     or a batch fails
   * @throws dev.conveyor.streaming.run.RunException if the checkpoint is of another run
   * @throws dev.conveyor.streaming.TransportException if another driver of the run is alive, or an
   *     address cannot be read
   */
  public void run(EndCondition end) throws InterruptedException {
    SparkCompatibility.ensure();
    SparkConf conf = ConveyorStreams.configure(new SparkConf(), modes.received().size());
    LocalFolders.ensureUsable(conf);
    if (plan.output().hasTotals()) {
      conf.set(BATCHES_AT_ONCE, "1"); // Totals get the batches in their order.
    }
    if (!settings.jars().isEmpty()) {
      conf.set(JARS, UserJars.added(conf.get(JARS, ""), settings.jars()));
    }
    ApplicationName.give(conf, "conveyor stream " + String.join(",", plan.jobIds()));
    try (Run run = Run.open(modes.runPlan(plan, settings), hadoopConfiguration(conf))) {
      progress.open(run.name(), modes.indexes(run.ended()));
      try (StreamEngine engine = open(conf, run)) {
        progress.start(engine);
        engine.start(batches::run);
        boolean hasEnded = false;
        while (!hasEnded && !end.isReached(progress) && progress.failure().isEmpty()) {
          hasEnded = engine.awaitEnd(LOOK);
        }
        if (!hasEnded) {
          engine.finish();
        }
      }
    }
    // A batch may have failed, or a receiver given up, while other batches were being finished.
    failures.throwFirst();
    progress.throwFailure();
  }

  private StreamEngine open(SparkConf conf, Run run) {
    return settings.engine() == EngineKind.STRUCTURED
        ? StructuredEngine.open(conf, run, plan.settings())
        : DStreamEngine.open(conf, modes, run, plan.settings(), progress.receivers());
  }

  /**
   * Returns the configuration that Spark will have; before Spark starts, a full folder fails early.
   */
  private static Configuration hadoopConfiguration(SparkConf conf) {
    Configuration configuration = new Configuration();
    for (Tuple2<String, String> setting : conf.getAllWithPrefix("spark.hadoop.")) {
      configuration.set(setting._1(), setting._2());
    }
    FileSystems.configure(configuration);
    return configuration;
  }
}
