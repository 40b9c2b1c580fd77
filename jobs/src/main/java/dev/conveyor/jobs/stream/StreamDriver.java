package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.files.FileSystems;
import dev.conveyor.jobs.stage.ErrorAdvice;
import dev.conveyor.jobs.stage.ErrorText;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.run.FileReason;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunException;
import dev.conveyor.streaming.spark.AddressPartition;
import dev.conveyor.streaming.spark.ApplicationName;
import dev.conveyor.streaming.spark.BatchFiles;
import dev.conveyor.streaming.spark.ConveyorStreams;
import dev.conveyor.streaming.spark.LocalFolders;
import dev.conveyor.streaming.spark.SparkCompatibility;
import dev.conveyor.streaming.spark.StreamBatch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/**
 * Runs a {@link StreamPlan}: choose and record, or receive; tally, shuffle, write, commit, release;
 * one Spark job a batch whatever the number of jobs and addresses. {@link #run} belongs to one
 * thread.
 *
 * <p>A batch counts once its folders are complete. One of addresses that can be read again is
 * repeated by the next start with the same messages if it does not count; one of live messages is
 * not. What receivers have stored and no batch has written is lost when the driver dies; see {@link
 * dev.conveyor.streaming.spark}.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
public final class StreamDriver {
  private static final long LOOK_MILLIS = 50;

  private final StreamPlan plan;
  private final RunSettings settings;
  private final ReadModes ways;
  private final BatchListener listener;
  private final StreamProgress progress;
  private volatile Run run;
  private StreamInputs inputs;
  private volatile boolean started;
  private volatile RuntimeException failure;

  public StreamDriver(StreamPlan plan, RunSettings settings, BatchListener listener) {
    this.plan = plan;
    this.settings = settings;
    this.ways = ReadModes.of(plan.addresses(), settings.guarantee());
    this.listener = listener;
    this.progress = new StreamProgress(ways, plan.settings().interval());
  }

  /** Returns the totals so far; thread-safe. */
  public StreamTotals totals() {
    return progress.totals();
  }

  /** The name of its run; empty before that is open. Safe for threads. */
  public Optional<String> runName() {
    return Optional.ofNullable(run).map(Run::name);
  }

  /** Returns whether it has come so far that messages may have been read; safe for threads. */
  public boolean hasStarted() {
    return started;
  }

  /**
   * Runs until the end is reached or Spark is shut down, and finishes the batch in hand.
   *
   * @throws StreamException if the folder holds something that no record accounts for, a receiver
   *     gives up or a batch fails
   * @throws dev.conveyor.streaming.run.RunException if the record is another run's
   * @throws dev.conveyor.streaming.TransportException if another driver of the run is alive, or an
   *     address cannot be read
   */
  public void run(EndCondition end) throws InterruptedException {
    SparkCompatibility.ensure();
    SparkConf conf = ConveyorStreams.configure(new SparkConf(), ways.received().size());
    LocalFolders.ensureUsable(conf);
    ApplicationName.give(conf, "conveyor stream " + String.join(",", plan.jobNames()));
    Configuration files = hadoopConfiguration(conf);
    try (Run opened = Run.open(ways.runPlan(plan, settings), files)) {
      run = opened;
      progress.totals().restore(ways.indexes(opened.ended()));
      stream(conf, end);
    }
    throwFailure();
  }

  private void stream(SparkConf conf, EndCondition end) throws InterruptedException {
    JavaStreamingContext context =
        new JavaStreamingContext(
            conf, Durations.milliseconds(plan.settings().interval().toMillis()));
    try {
      progress.receivers().follow(context);
      // What waits for a server that is away ends at once when its job is cancelled.
      context.sparkContext().setLocalProperty("spark.job.interruptOnCancel", "true");
      inputs = new StreamInputs(context, ways, run, plan.settings());
      progress.follow(inputs);
      inputs.forEachBatch(this::runBatch);
      started = true;
      context.start();
      awaitEnd(context, end);
      inputs.finish();
      context.stop(true, true);
    } finally {
      if (context.getState() != StreamingContextState.STOPPED) {
        stop(context);
      }
    }
  }

  /** On a thread of its own: one that is interrupted would leave Spark half stopped. */
  private static void stop(JavaStreamingContext context) {
    Thread stopper = new Thread(() -> context.stop(true, false), "conveyor-stop");
    stopper.start();
    boolean isInterrupted = false;
    while (stopper.isAlive()) {
      try {
        stopper.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A batch may have failed, or a receiver given up, while all others were being finished. */
  private void throwFailure() {
    if (failure != null) {
      throw failure;
    }
    if (progress.failure().isPresent()) {
      throw new StreamException(progress.failure().get());
    }
  }

  /** As Spark will have it, but before Spark is started: a full folder is said at once. */
  private static Configuration hadoopConfiguration(SparkConf conf) {
    Configuration configuration = new Configuration();
    for (Tuple2<String, String> setting : conf.getAllWithPrefix("spark.hadoop.")) {
      configuration.set(setting._1(), setting._2());
    }
    FileSystems.configure(configuration);
    return configuration;
  }

  private void runBatch(JavaRDD<AddressPartition> arrived, StreamBatch batch) {
    long start = System.nanoTime();
    progress.begin();
    noting(
        () -> {
          List<ReduceOutcome> outcomes = write(arrived, batch.files());
          batch.commit(ReduceOutcome.parts(outcomes));
          PartitionReport report = ReduceOutcome.report(outcomes);
          report.ended().forEach(address -> batch.end(ways.addresses().get(address)));
          batch.whenDone(() -> tell(report, outcomes, start));
        });
  }

  /** Not before it is done: a driver that was replaced would count what its successor counts. */
  private void tell(PartitionReport report, List<ReduceOutcome> outcomes, long start) {
    noting(
        () -> {
          progress.totals().add(report, outcomes, start, System.nanoTime());
          progress.finish();
        });
    try {
      listener.onBatch(report, progress.totals());
    } catch (RuntimeException e) {
      throw first(e); // The batch is done: what its listener has to say is another thing.
    } catch (Error e) {
      throw first(failed(new IllegalStateException(ErrorText.of(e), e)));
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  /** Spark only logs why an output failed. */
  private void noting(Step step) {
    try {
      step.run();
    } catch (Exception e) {
      throw first(failed(e));
    } catch (Error e) {
      throw first(failed(new IllegalStateException(ErrorText.of(e), e)));
    }
  }

  /** Of several failures the first is the reason. */
  private synchronized RuntimeException first(RuntimeException e) {
    if (failure == null) {
      failure = e;
    }
    return failure;
  }

  /** Puts the batch through its jobs; returns the files with the results, not yet committed. */
  private List<ReduceOutcome> write(JavaRDD<AddressPartition> arrived, BatchFiles files) {
    int partitions = arrived.getNumPartitions();
    if (partitions == 0) {
      return List.of(); // All that it held was lost.
    }
    int reducers = Math.min(arrived.context().defaultParallelism(), 1 + partitions / 8);
    return arrived
        .mapPartitionsToPair(new StreamMapTask(plan, reducers))
        .partitionBy(new HashPartitioner(reducers + 1))
        .mapPartitions(new StreamReduceTask(files))
        .collect();
  }

  private StreamException failed(Exception e) {
    Optional<JobFailure> job = JobFailure.in(e);
    if (job.isPresent()) {
      return job.get().exception(ways.received().isEmpty());
    }
    String reason =
        e instanceof IOException ? FileReason.of(e) : firstLine(String.valueOf(e.getMessage()));
    if (e instanceof TransportException || e instanceof RunException) {
      return new StreamException(reason, e);
    }
    String next =
        ErrorAdvice.on(e).orElse("fix this")
            + (ways.received().isEmpty()
                ? ", then start again: what it held is read again"
                : ", then start again: what receivers had read of it is lost");
    return new StreamException(
        "cannot write a batch to " + plan.folder() + ": " + reason + "; " + next, e);
  }

  /** And the next one where that only announces it, as in Spark's text of a failed stage. */
  private static String firstLine(String message) {
    List<String> lines = message.lines().limit(2).toList();
    String first = lines.isEmpty() ? "" : lines.get(0);
    return first.endsWith(":") ? String.join(" ", lines) : first;
  }

  /** Returns when the end is reached, a receiver gave up, or other code stopped Spark. */
  private void awaitEnd(JavaStreamingContext context, EndCondition end)
      throws InterruptedException {
    while (!end.isReached(progress) && progress.failure().isEmpty()) {
      if (context.awaitTerminationOrTimeout(LOOK_MILLIS)) {
        return;
      }
    }
  }
}
