package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Range;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.run.EngineCheckpoint;
import dev.conveyor.streaming.run.LossException;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.spark.ExecutorPasswords;
import dev.conveyor.streaming.spark.sql.MessageColumns;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
final class MessageStream implements MicroBatchStream, SupportsTriggerAvailableNow {
  private static final Logger LOG = LoggerFactory.getLogger(MessageStream.class);

  private final ReadOptions options;
  private final MessageColumns[] columns;
  private final String folder;
  private final SparkContext spark;

  /** Null until it is needed first. */
  private QueryBacklogs backlogs;

  /** The offset at which an available-now query ends; null until its first batch is chosen. */
  private Map<String, Long> target;

  private boolean isAvailableNow;

  /** What was read of the batch in hand, or of the last one; empty before the first. */
  private Optional<BatchReads> reads = Optional.empty();

  private RowSettings settings;
  private int rotation;

  MessageStream(ReadOptions options, MessageColumns[] columns, String folder) {
    this.options = options;
    this.columns = columns.clone();
    this.folder = folder;
    this.spark = SparkContext.getOrCreate();
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

  @Override
  public Offset initialOffset() {
    EngineCheckpoint checkpoint = new EngineCheckpoint(folder, configuration());
    return checkpoint
        .start()
        .map(SourceOffset::parse)
        .orElseGet(() -> uninterrupted(() -> begun(checkpoint)));
  }

  private SourceOffset begun(EngineCheckpoint checkpoint) throws InterruptedException {
    QueryBacklogs opened = opened(new SourceOffset(Map.of()));
    Map<String, AddressOffset> starts = new TreeMap<>();
    for (String address : opened.addresses()) {
      starts.put(address, opened.start(address));
    }
    SourceOffset start = new SourceOffset(starts);
    checkpoint.writeStart(opened.token(), start.json());
    return start;
  }

  private QueryBacklogs opened(SourceOffset recorded) throws InterruptedException {
    if (backlogs == null) {
      String run = QueryRun.name(folder, configuration());
      String place = new EngineCheckpoint(folder, configuration()).inFull();
      List<Address> known = recorded.byAddress().keySet().stream().map(Address::parse).toList();
      backlogs = QueryBacklogs.open(options, run, place, known);
    }
    return backlogs;
  }

  @Override
  public Offset latestOffset() {
    throw new UnsupportedOperationException("the offset depends on where a batch begins");
  }

  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    return uninterrupted(() -> next((SourceOffset) start, ReadLimits.asked(limit)));
  }

  private SourceOffset next(SourceOffset start, ReadLimits limits) throws InterruptedException {
    QueryBacklogs opened = opened(start);
    opened.release(withNames(start));
    SourceOffset from = withLosses(withNames(start));
    if (target == null) {
      opened.discover();
    }
    Optional<SourceOffset> begun = withNewAddresses(from);
    if (begun.isPresent()) {
      return begun.get();
    }
    List<Optional<Bounds>> bounds = bounds(from, limits);
    Map<String, AddressOffset> next = new TreeMap<>(from.byAddress());
    for (Map.Entry<String, Range> range : opened.next(from, bounds).entrySet()) {
      report(range.getKey(), range.getValue().loss());
      next.merge(
          range.getKey(),
          from.of(range.getKey()),
          (old, same) -> old.plus(range.getValue()));
    }
    return new SourceOffset(next);
  }

  /** Returns the offset under the names that the addresses have now. */
  private SourceOffset withNames(SourceOffset start) {
    Map<String, AddressOffset> renamed = new TreeMap<>();
    start
        .byAddress()
        .forEach((recorded, offset) -> renamed.put(backlogs.named(recorded).orElseThrow(), offset));
    return new SourceOffset(renamed);
  }

  /** Returns an offset that begins to read new addresses; empty if there are none. */
  private Optional<SourceOffset> withNewAddresses(SourceOffset from) throws InterruptedException {
    Map<String, AddressOffset> all = new TreeMap<>(from.byAddress());
    for (String address : backlogs.addresses()) {
      if (!all.containsKey(address)) {
        all.put(address, backlogs.start(address));
      }
    }
    return all.size() == from.byAddress().size()
        ? Optional.empty()
        : Optional.of(new SourceOffset(all));
  }

  /** Adds what tasks have not found of the batch that ended here. */
  private SourceOffset withLosses(SourceOffset from) {
    Map<String, Loss> losses =
        reads.filter(batch -> batch.end().equals(from.json())).map(BatchReads::losses).orElse(Map.of());
    reads = losses.isEmpty() ? reads : Optional.empty();
    if (losses.isEmpty()) {
      return from;
    }
    if (options.onLoss() == OnLoss.FAIL) {
      List<String> addresses = List.copyOf(losses.keySet());
      LossException.ensureNone(
          addresses.stream().map(Address::parse).toList(),
          addresses.stream().map(losses::get).toList());
    }
    Map<String, AddressOffset> all = new TreeMap<>(from.byAddress());
    losses.forEach(
        (address, loss) -> {
          report(address, loss);
          all.put(address, all.get(address).plus(loss));
        });
    return new SourceOffset(all);
  }

  private static void report(String address, Loss loss) {
    if (!loss.isNone()) {
      LOG.warn(
          "{} messages of {} {}",
          loss.isUnknown() ? "an unknown number of" : loss.messages(),
          address,
          loss.reason());
    }
  }

  private List<Optional<Bounds>> bounds(SourceOffset from, ReadLimits limits)
      throws InterruptedException {
    int count = backlogs.addresses().size();
    boolean needsTarget = isAvailableNow && target == null;
    List<Long> waiting =
        needsTarget || limits.needWaiting(count)
            ? backlogs.waiting(from)
            : Collections.nCopies(count, 1L);
    if (needsTarget) {
      target = new HashMap<>();
      for (int index = 0; index < count; index++) {
        String address = backlogs.addresses().get(index);
        target.put(address, from.of(address).messages() + waiting.get(index));
      }
    }
    List<Optional<Bounds>> bounds = limits.divide(waiting, rotation++ % Math.max(1, count));
    return isAvailableNow ? withinTarget(from, bounds) : bounds;
  }

  private List<Optional<Bounds>> withinTarget(SourceOffset from, List<Optional<Bounds>> bounds) {
    List<Optional<Bounds>> within = new ArrayList<>();
    for (int index = 0; index < bounds.size(); index++) {
      String address = backlogs.addresses().get(index);
      long left = target.getOrDefault(address, 0L) - from.of(address).messages();
      within.add(
          bounds
              .get(index)
              .filter(some -> left > 0)
              .map(some -> new Bounds(Math.min(left, some.messages()), some.bytes())));
    }
    return within;
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    return uninterrupted(() -> plan((SourceOffset) start, (SourceOffset) end));
  }

  private InputPartition[] plan(SourceOffset start, SourceOffset end) throws InterruptedException {
    QueryBacklogs opened = opened(end);
    opened.ensureHeld();
    SourceOffset from = withNames(start);
    SourceOffset to = withNames(end);
    Map<String, Long> chosen = new HashMap<>();
    from.byAddress()
        .forEach(
            (address, begin) -> chosen.put(address, to.of(address).messages() - begin.messages()));
    long all = Math.max(1, chosen.values().stream().mapToLong(Long::longValue).sum());
    SlicePlan plan =
        new SlicePlan(
            2 * spark.defaultParallelism(),
            options.minPartitions(),
            options.maxRecordsPerPartition());
    List<MessagePartition> partitions = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (Map.Entry<String, AddressOffset> begin : from.byAddress().entrySet()) {
      String address = begin.getKey();
      long messages = chosen.get(address);
      if (messages > 0) {
        List<Slice> slices =
            opened.slices(
                address,
                begin.getValue().position(),
                to.of(address).position(),
                plan.partitions(messages, all));
        for (Slice slice : slices) {
          long expected = slices.size() == 1 ? messages : -1;
          partitions.add(
              new MessagePartition(partitions.size(), ExecutorPasswords.with(slice), expected));
          addresses.add(address);
        }
      }
    }
    BatchReads batch = BatchReads.begin(spark, to.json(), addresses, chosen);
    reads = Optional.of(batch);
    settings = settings(batch);
    return partitions.toArray(InputPartition[]::new);
  }

  private RowSettings settings(BatchReads batch) {
    return new RowSettings(
        columns,
        options.onLoss() == OnLoss.FAIL,
        options.deadLetterPath().orElse(folder),
        org.apache.spark.api.java.JavaSparkContext.fromSparkContext(spark)
            .broadcast(new SerializableConfiguration(configuration())),
        batch.read(),
        batch.dead());
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new MessageReaderFactory(settings);
  }

  /** Does nothing: {@link #latestOffset} releases earlier, and after the last batch too. */
  @Override
  public void commit(Offset end) {}

  @Override
  public void stop() {
    if (backlogs != null) {
      backlogs.close();
    }
  }

  private Configuration configuration() {
    return spark.hadoopConfiguration();
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws InterruptedException;
  }

  /** Runs a step; an interruption ends the query as Spark expects it. */
  private static <T> T uninterrupted(Step<T> step) {
    try {
      return step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("the query was stopped");
      interrupted.initCause(e);
      throw new UncheckedIOException(interrupted);
    }
  }

  @Override
  public String toString() {
    return "Conveyor[" + options.addresses() + "]";
  }
}
