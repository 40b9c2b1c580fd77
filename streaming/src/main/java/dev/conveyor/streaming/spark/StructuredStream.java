package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunBatch;
import dev.conveyor.streaming.spark.sql.read.BatchFeed;
import dev.conveyor.streaming.spark.sql.read.FedDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The messages that wait at the addresses of a {@link Run}, read by a query of Structured
 * Streaming. Like a {@link DirectStream}: each batch is chosen and recorded before it is processed,
 * may be read any number of times, and is released when its output is safe. One batch is open at a
 * time.
 *
 * <p>The run has the only checkpoint. That of the query lies in a temporary folder of this driver
 * and is new at each start: the run repeats what is not done. Safe for threads.
 */
public final class StructuredStream implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;
  private static final long LEAST_PER_SLICE = 2_000;

  /** The time for which a stream that ends waits for a choice, which a server may hold up. */
  private static final long CHOICE_SECONDS = 2;

  private final SparkSession session;
  private final Run run;
  private final OpenBatches batches;
  private final Duration interval;
  private final String feed;
  private final ReentrantLock choosing = new ReentrantLock();
  private StreamingQuery query;

  /** The number of batches so far, by which the query knows them. */
  private long number;

  private StructuredStream(SparkSession session, Run run, Bounds bounds, Duration interval) {
    this.session = session;
    this.run = run;
    this.interval = interval;
    this.batches = new OpenBatches(run, bounds, interval);
    this.feed = FedDataSource.register(new Feed());
  }

  /**
   * Opens a stream that chooses no batch yet. The run must stay open until the stream is closed.
   *
   * @param bounds of a batch, for each address. Within them, its size follows the duration of
   *     batches
   * @param interval the least time between the beginnings of two batches
   * @throws dev.conveyor.streaming.AddressException if no executor reaches an address
   */
  public static StructuredStream open(
      SparkSession session, Run run, Bounds bounds, Duration interval) {
    SparkCompatibility.ensure();
    run.plan()
        .addresses()
        .forEach(address -> ExecutorReach.ensure(session.sparkContext(), address));
    return new StructuredStream(session, run, bounds, interval);
  }

  private final class Feed implements BatchFeed {
    /** The chosen batch; null before the first. */
    private Fed latest;

    @Override
    public boolean next() {
      choosing.lock();
      try {
        return Interruptions.inDriver(this::choose);
      } finally {
        choosing.unlock();
      }
    }

    private boolean choose() throws InterruptedException {
      Optional<RunBatch> chosen = batches.choose();
      if (chosen.isEmpty()) {
        return false;
      }
      RunBatch batch = chosen.get();
      List<Slice> slices = new ArrayList<>();
      List<Integer> addresses = new ArrayList<>();
      for (int address = 0; address < batch.ranges().size(); address++) {
        long messages = batch.ranges().get(address).messages();
        int cores = session.sparkContext().defaultParallelism();
        int parallelism = (int) Math.min(2L * cores, 1 + messages / LEAST_PER_SLICE);
        for (Slice slice : run.slices(batch, address, parallelism)) {
          slices.add(slice);
          addresses.add(address);
        }
      }
      PartitionCounts counts = new PartitionCounts();
      session.sparkContext().register(counts, "messages read, by partition");
      latest = new Fed(slices, counts);
      batches.add(++number, new OpenBatch(batch, addresses, counts, System.nanoTime()));
      return true;
    }

    @Override
    public Fed batch() {
      return latest;
    }
  }

  /**
   * Starts the query, which calls a handler with each batch, and releases the batch when the
   * handler has returned. An effect outside of {@link StreamBatch#commit} happens once only if its
   * sink compares id and token, see {@link StreamBatch}.
   *
   * @param checkpoint a new local folder for the query's own checkpoint, which the caller deletes
   */
  public void start(String checkpoint, BatchHandler<AddressPartition> handler) {
    Broadcast<SerializableConfiguration> configuration =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(new SerializableConfiguration(run.configuration()));
    RowPages pages = new RowPages(run.plan().addresses().stream().map(Object::toString).toList());
    VoidFunction2<Dataset<Row>, Long> process =
        (rows, id) -> {
          Optional<OpenBatch> open = batches.find(number);
          if (open.isPresent()) {
            batches.process(
                number, open.get(), configuration, rows.javaRDD().mapPartitions(pages), handler);
          }
        };
    try {
      query =
          session
              .readStream()
              .format(FedDataSource.class.getName())
              .option(FedDataSource.FEED, feed)
              .load()
              .writeStream()
              .foreachBatch(process)
              .option("checkpointLocation", checkpoint)
              .trigger(Trigger.ProcessingTime(interval.toMillis()))
              .start();
    } catch (TimeoutException e) {
      throw new IllegalStateException("cannot start the query: " + e.getMessage(), e);
    }
  }

  /**
   * Waits for the end of the query.
   *
   * @return whether it has ended
   */
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    try {
      return query.awaitTermination(patience.toMillis());
    } catch (StreamingQueryException e) {
      batches.fail(e.getCause() == null ? e : e.getCause());
      return true;
    }
  }

  /** Chooses no further batch, and returns when the one in hand is done or has failed. */
  public void finish() throws InterruptedException {
    batches.finish();
    if (choosing.tryLock(CHOICE_SECONDS, TimeUnit.SECONDS)) {
      choosing.unlock(); // A batch that was being chosen is open now.
    }
    while (batches.isAnyOpen() && !awaitEnd(Duration.ofMillis(LOOK_MILLIS))) {
      // Stopping the query would interrupt the batch.
    }
    close();
  }

  /** Returns why no more batches are chosen; empty while all is well. */
  public Optional<RuntimeException> failure() {
    return batches.failure();
  }

  /** Returns for how long no message waited and no batch was open, with all connections up. */
  public Duration idle() {
    return batches.idle();
  }

  /**
   * Returns the losses of the batches released so far. They are unknown for a batch whose
   * partitions were not all read to their end.
   */
  public LossCount lost() {
    return batches.lost();
  }

  /** Stops the query, and interrupts the batch in hand, which the next start repeats. */
  @Override
  public void close() {
    FedDataSource.remove(feed);
    if (query != null) {
      try {
        query.stop();
      } catch (TimeoutException e) {
        throw new IllegalStateException("cannot stop the query: " + e.getMessage(), e);
      }
    }
  }
}
