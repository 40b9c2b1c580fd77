package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.spark.ConveyorStreams;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
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
  private BatchFolders folders;
  private volatile boolean started;

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
  public StreamTotals run(End end) throws InterruptedException {
    SparkConf conf = ConveyorStreams.configure(new SparkConf(), plan.addresses().size());
    conf.setIfMissing("spark.app.name", "conveyor stream " + String.join(",", plan.jobNames()));
    Configuration files = hadoopConfiguration(conf);
    BatchFolders.requireEmpty(plan.folder(), files);
    JavaStreamingContext context =
        new JavaStreamingContext(
            conf, Durations.milliseconds(plan.settings().interval().toMillis()));
    try {
      folders =
          new BatchFolders(
              plan.folder(),
              context.sparkContext().broadcast(new SerializableConfiguration(files)));
      context.addStreamingListener(new JavaStreamingListenerWrapper(progress.receivers()));
      received(context).foreachRDD(this::runBatch);
      started = true;
      context.start();
      awaitEnd(context, end);
      context.stop(true, true);
      BatchFolders.clear(plan.folder(), files);
      return progress.totals();
    } catch (IOException e) {
      throw new StreamException("cannot clean up " + plan.folder() + ": " + e.getMessage(), e);
    } finally {
      if (context.getState() != StreamingContextState.STOPPED) {
        context.stop(true, false);
      }
    }
  }

  /** As Spark will have it, but before Spark is started: a full folder is said at once. */
  private static Configuration hadoopConfiguration(SparkConf conf) {
    Configuration configuration = new Configuration();
    for (Tuple2<String, String> setting : conf.getAllWithPrefix("spark.hadoop.")) {
      configuration.set(setting._1(), setting._2());
    }
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

  private void runBatch(JavaRDD<Arrivals> received) throws IOException {
    int partitions = received.getNumPartitions();
    if (partitions == 0) {
      return;
    }
    long start = System.nanoTime();
    long batch = progress.begin();
    int reducers = Math.min(received.context().defaultParallelism(), 1 + partitions / 8);
    List<Outcome> outcomes =
        received
            .mapPartitionsToPair(new TallyMessages(plan, reducers))
            .partitionBy(new HashPartitioner(reducers + 1))
            .mapPartitionsWithIndex(new WriteParts(folders, batch), false)
            .collect();
    folders.commit(Outcome.written(outcomes));
    Report report = Outcome.report(outcomes);
    progress.totals().add(report, outcomes, start, System.nanoTime());
    progress.finish();
    listener.onBatch(report, progress.totals());
  }

  private void awaitEnd(JavaStreamingContext context, End end) throws InterruptedException {
    while (!end.isReached(progress)) {
      if (context.awaitTerminationOrTimeout(LOOK_MILLIS)) {
        return;
      }
      progress
          .receivers()
          .failure()
          .ifPresent(
              reason -> {
                throw new StreamException(reason);
              });
    }
  }
}
