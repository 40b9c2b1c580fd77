package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.spark.ConveyorStreams;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.StreamingContextState;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.api.java.JavaStreamingListenerWrapper;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Runs a {@link StreamPlan}: receive, tally, shuffle, write, commit; one Spark job a batch whatever
 * the number of jobs and addresses. {@link #run} belongs to one thread.
 *
 * <p>A batch counts once its folders are complete. What a receiver has stored and no batch has
 * written is lost when the driver dies; see {@link dev.conveyor.streaming.spark}.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
public final class StreamDriver {
  private static final long LOOK_MILLIS = 50;

  private final StreamPlan plan;
  private final BatchListener listener;
  private final StreamProgress progress;
  private Broadcast<SerializableConfiguration> configuration;
  private volatile boolean started;
  private volatile StreamException failure;

  public StreamDriver(StreamPlan plan, BatchListener listener) {
    this.plan = plan;
    this.listener = listener;
    this.progress = new StreamProgress(plan.addresses().size(), plan.settings().interval());
  }

  /** What it has done so far; safe for threads. */
  public StreamTotals totals() {
    return progress.totals();
  }

  /** Whether it has come so far that messages may have been read; safe for threads. */
  public boolean hasStarted() {
    return started;
  }

  /**
   * Runs until the end is reached or Spark is shut down, and finishes the batch in hand.
   *
   * @throws StreamException if the folder holds something, a receiver gives up or a batch fails
   */
  public void run(End end) throws InterruptedException {
    SparkConf conf = ConveyorStreams.configure(new SparkConf(), plan.addresses().size());
    conf.setIfMissing("spark.app.name", "conveyor stream " + String.join(",", plan.jobNames()));
    Configuration files = hadoopConfiguration(conf);
    StreamFolder folder = new StreamFolder(plan.folder(), files);
    folder.prepare();
    JavaStreamingContext context =
        new JavaStreamingContext(
            conf, Durations.milliseconds(plan.settings().interval().toMillis()));
    try {
      configuration = context.sparkContext().broadcast(new SerializableConfiguration(files));
      context.addStreamingListener(new JavaStreamingListenerWrapper(progress.receivers()));
      received(context).foreachRDD(this::runBatch);
      started = true;
      context.start();
      awaitEnd(context, end);
      context.stop(true, true);
    } finally {
      if (context.getState() != StreamingContextState.STOPPED) {
        context.stop(true, false);
      }
      folder.clear();
    }
    throwFailure();
  }

  /** A batch may have failed, or a receiver given up, while all others were being finished. */
  private void throwFailure() {
    if (failure != null) {
      throw failure;
    }
    if (progress.receivers().failure().isPresent()) {
      throw new StreamException(progress.receivers().failure().get());
    }
  }

  /** As Spark will have it, but before Spark is started: a full folder is said at once. */
  private static Configuration hadoopConfiguration(SparkConf conf) {
    Configuration configuration = new Configuration();
    for (Tuple2<String, String> setting : conf.getAllWithPrefix("spark.hadoop.")) {
      configuration.set(setting._1(), setting._2());
    }
    LocalFiles.configure(configuration);
    return configuration;
  }

  /** The messages of all addresses, each partition with the place of its address. */
  private JavaDStream<Arrivals> received(JavaStreamingContext context) {
    JavaDStream<Arrivals> all = null;
    for (int place = 0; place < plan.addresses().size(); place++) {
      int address = place;
      JavaDStream<Arrivals> received =
          ConveyorStreams.receive(context, plan.addresses().get(address), plan.settings())
              .mapPartitions(messages -> List.of(new Arrivals(address, messages)).iterator());
      all = all == null ? received : all.union(received);
    }
    return all;
  }

  private void runBatch(JavaRDD<Arrivals> received) {
    int partitions = received.getNumPartitions();
    if (partitions == 0) {
      return;
    }
    long start = System.nanoTime();
    BatchFolder folder = new BatchFolder(plan.folder(), progress.begin(), configuration);
    int reducers = Math.min(received.context().defaultParallelism(), 1 + partitions / 8);
    try {
      List<Outcome> outcomes =
          received
              .mapPartitionsToPair(new TallyMessages(plan, reducers))
              .partitionBy(new HashPartitioner(reducers + 1))
              .mapPartitions(new WriteParts(folder))
              .collect();
      folder.commit(Outcome.written(outcomes));
      Report report = Outcome.report(outcomes);
      progress.totals().add(report, outcomes, start, System.nanoTime());
      progress.finish();
      listener.onBatch(report, progress.totals());
    } catch (Exception e) {
      failure = failed(e);
      throw failure;
    }
  }

  private StreamException failed(Exception e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new StreamException(
        "cannot write a batch to "
            + plan.folder()
            + ": "
            + reason
            + "; what its receivers had read is lost, mend this and begin in a new folder",
        e);
  }

  /** Returns when the end is reached, a receiver gave up, or Spark was stopped by somebody else. */
  private void awaitEnd(JavaStreamingContext context, End end) throws InterruptedException {
    while (!end.isReached(progress) && progress.receivers().failure().isEmpty()) {
      if (context.awaitTerminationOrTimeout(LOOK_MILLIS)) {
        return;
      }
    }
  }
}
