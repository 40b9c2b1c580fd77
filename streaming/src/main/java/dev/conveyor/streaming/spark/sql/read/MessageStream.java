package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.run.EngineCheckpoint;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.spark.Interruptions;
import dev.conveyor.streaming.spark.sql.RowColumn;
import dev.conveyor.streaming.system.Elapsed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;

/**
 * A source of a query: reads what waits at its addresses, each message in one micro-batch. The
 * checkpoint of the query is the only truth about what was chosen and what is done:
 *
 * <ol>
 *   <li>{@link #latestOffset} releases what lies before the offset that it is asked from, since
 *       Spark asks once the batch up to there is committed; then it chooses what comes next.
 *   <li>Spark records the chosen offset, and plans the batch. A task may read its slice any number
 *       of times.
 *   <li>After a death the batch is planned again, between the same offsets, with the same messages.
 * </ol>
 *
 * <p>Belongs to the thread of its query. Each method fails once another driver has the query.
 */
final class MessageStream
    implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {
  /** The property by which Spark tells its tasks the batch, here the latest one of the query. */
  private static final String BATCH_ID = "streaming.sql.batchId";

  private static final Duration BETWEEN_MEASUREMENTS = Duration.ofSeconds(1);

  private final ReadOptions options;
  private final String folder;
  private final SparkContext spark;
  private final BatchPlanner planner;
  private boolean isAvailableNow;

  /** The recorded start; null until it is asked for. */
  private SourceOffset initial;

  /** Null until they are needed first, and so are those below. */
  private QueryBacklogs backlogs;

  private OffsetChooser chooser;
  private QueryLosses losses;
  private SourceMetrics metrics;

  /** The offset up to which everything was released; null before. */
  private SourceOffset released;

  /** The offset of the latest measurement, and its time; null before. */
  private SourceOffset measured;

  private Elapsed sinceMeasurement;

  MessageStream(ReadOptions options, List<RowColumn> columns, String folder) {
    this.options = options;
    this.folder = folder;
    this.spark = SparkContext.getOrCreate();
    this.planner = new BatchPlanner(spark, options, columns, folder);
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    return options.limits();
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    isAvailableNow = true;
  }

  @Override
  public Offset deserializeOffset(String json) {
    return SourceOffset.parse(json);
  }

  /**
   * Before the first batch of this start the thread may have the batch of another query, in whose
   * function this one was started.
   */
  private void forgetOtherBatch() {
    if (backlogs == null) {
      spark.setLocalProperty(BATCH_ID, null);
    }
  }

  /**
   * @param recorded an offset of the query; empty if it has none
   */
  private void open(Optional<SourceOffset> recorded) throws InterruptedException {
    if (backlogs == null) {
      String run = QueryRun.name(folder, configuration());
      String place = checkpoint().inFull();
      Optional<List<Address>> known =
          recorded.map(offset -> offset.byAddress().keySet().stream().map(Address::parse).toList());
      backlogs = QueryBacklogs.open(options, run, place, known);
      SlicePlan slices =
          new SlicePlan(
              spark.defaultParallelism(),
              options.minPartitions(),
              options.maxRecordsPerPartition());
      chooser = new OffsetChooser(backlogs, slices, options.maxMessage(), isAvailableNow);
      losses = new QueryLosses(checkpoint(), options.onLoss());
      metrics = new SourceMetrics(run);
      metrics.register();
    }
  }

  @Override
  public Offset initialOffset() {
    if (initial == null) {
      EngineCheckpoint checkpoint = checkpoint();
      initial =
          checkpoint
              .start()
              .map(SourceOffset::parse)
              .orElseGet(() -> Interruptions.inDriver(() -> begin(checkpoint)));
    }
    return initial;
  }

  private SourceOffset begin(EngineCheckpoint checkpoint) throws InterruptedException {
    forgetOtherBatch();
    open(Optional.empty());
    Map<String, AddressOffset> starts = new TreeMap<>();
    for (String address : backlogs.addresses()) {
      starts.put(address, backlogs.start(address));
    }
    AbandonedClaims.warn(starts.keySet().stream().map(Address::parse).toList());
    SourceOffset start = new SourceOffset(starts);
    checkpoint.writeStart(backlogs.token(), start.json());
    return start;
  }

  @Override
  public Offset latestOffset() {
    throw new UnsupportedOperationException("the end of a batch depends on its beginning");
  }

  /** {@inheritDoc} Null if nothing waits: the start itself would be a first batch, an empty one. */
  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    return Interruptions.inDriver(
        () -> next((SourceOffset) start, ReadLimits.asked(limit)).orElse(null));
  }

  private Optional<SourceOffset> next(SourceOffset start, ReadLimits limits)
      throws InterruptedException {
    forgetOtherBatch();
    open(Optional.of(start));
    SourceOffset done = backlogs.named(start);
    if (!done.equals(released)) {
      ensureCommitted();
      backlogs.release(done);
      released = done;
    }
    SourceOffset from = losses.add(done, planner.takeLosses(done), backlogs);
    Optional<SourceOffset> to = chooser.next(from, limits);
    if (to.isEmpty() && !from.equals(done)) {
      to = Optional.of(from); // A batch without messages, which records a loss.
    }
    measure(done, to.orElse(from));
    return to;
  }

  /**
   * Checks that the batch before is in the commit log.
   *
   * @throws IllegalStateException if it is not: Spark writes its logs later, in another thread
   */
  private void ensureCommitted() {
    String batch = spark.getLocalProperty(BATCH_ID);
    if (batch != null && !checkpoint().isCommitted(Long.parseLong(batch))) {
      throw new IllegalStateException(
          "cannot release batch "
              + batch
              + ": it is not in the commit log of the checkpoint; set asyncProgressTrackingEnabled"
              + " to false");
    }
  }

  /** Measures the lag, at most once a second while nothing is chosen. */
  private void measure(SourceOffset done, SourceOffset to) throws InterruptedException {
    boolean isOld = measured == null || sinceMeasurement.isOver(BETWEEN_MEASUREMENTS);
    if (to.equals(measured) && !isOld) {
      return;
    }
    List<Long> waiting = backlogs.waiting(to);
    LossCount lost = LossCount.NONE;
    for (AddressOffset each : to.byAddress().values()) {
      lost = lost.plus(each.lost());
    }
    metrics.set(
        new SourceMetrics.Seen(
            Optional.of(waiting.stream().mapToLong(Long::longValue).sum()),
            backlogs.oldest(to),
            to.messages() - done.messages(),
            lost,
            planner.deadLetters()));
    measured = to;
    sinceMeasurement = Elapsed.sinceNow();
  }

  @Override
  public Map<String, String> metrics(Optional<Offset> latestConsumedOffset) {
    if (metrics == null) {
      return Map.of();
    }
    metrics.setDeadLetters(planner.deadLetters());
    return metrics.progress();
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    return Interruptions.inDriver(
        () -> {
          open(Optional.of((SourceOffset) end));
          backlogs.ensureHeld();
          SourceOffset from = backlogs.named((SourceOffset) start);
          return planner.plan(backlogs, from, backlogs.named((SourceOffset) end));
        });
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new MessageReaderFactory(planner.settings());
  }

  /** Does nothing: {@link #latestOffset} releases earlier, and after the last batch too. */
  @Override
  public void commit(Offset end) {}

  @Override
  public void stop() {
    if (backlogs != null) {
      metrics.remove();
      backlogs.close();
    }
  }

  private EngineCheckpoint checkpoint() {
    return new EngineCheckpoint(folder, configuration());
  }

  private Configuration configuration() {
    return spark.hadoopConfiguration();
  }

  @Override
  public String toString() {
    return "Conveyor[" + options.addresses() + "]";
  }
}
