package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.spark.ExecutorPasswords;
import dev.conveyor.streaming.spark.sql.RowColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Divides batches into partitions, and compares what tasks have read of a batch with what was
 * chosen. Belongs to the thread of the query.
 */
final class BatchPlanner {
  private final SparkContext spark;
  private final ReadOptions options;
  private final List<RowColumn> columns;
  private final String folder;

  /** Empty before the first batch, and once a loss was counted. */
  private Optional<BatchReads> latest = Optional.empty();

  private long deadLetters;

  /** That of the file system; null before the first batch. */
  private Broadcast<SerializableConfiguration> configuration;

  /** The name of the query's run; null before the first batch. */
  private String run;

  /**
   * @param folder of the source in the query's checkpoint
   */
  BatchPlanner(SparkContext spark, ReadOptions options, List<RowColumn> columns, String folder) {
    this.spark = spark;
    this.options = options;
    this.columns = columns;
    this.folder = folder;
  }

  /** Divides the messages between two offsets. Both know the same addresses by the same names. */
  InputPartition[] plan(QueryBacklogs backlogs, SourceOffset from, SourceOffset to)
      throws InterruptedException {
    Map<String, Long> chosen = new TreeMap<>();
    from.byAddress()
        .forEach(
            (address, begin) -> chosen.put(address, to.of(address).messages() - begin.messages()));
    List<SliceInputPartition> partitions = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (Map.Entry<String, Long> each : chosen.entrySet()) {
      long messages = each.getValue();
      if (messages > 0) {
        String address = each.getKey();
        AddressOffset end = to.of(address);
        List<Slice> slices =
            backlogs.slices(address, from.of(address).position(), end.position(), end.slices());
        int maxMessage = end.maxMessage() == 0 ? options.maxMessage() : end.maxMessage();
        long whole = slices.size() == 1 ? messages : SliceInputPartition.UNKNOWN;
        for (Slice slice : slices) {
          long expected = slice.messages().orElse(whole);
          Slice sent = ExecutorPasswords.with(slice.withMaxMessage(maxMessage));
          partitions.add(new SliceInputPartition(partitions.size(), sent, expected, null));
          addresses.add(address);
        }
      }
    }
    // Spark plans a batch more than once, and runs the tasks of any of these plans.
    if (latest.filter(batch -> batch.isOf(to.json(), addresses)).isEmpty()) {
      deadLetters = deadLetters();
      latest = Optional.of(BatchReads.begin(spark, to.json(), addresses, chosen));
    }
    return partitions.toArray(InputPartition[]::new);
  }

  /** Returns the settings of the tasks that read the latest batch. */
  RowSettings settings() {
    BatchReads batch = latest.orElseThrow();
    if (configuration == null) {
      run = QueryRun.name(folder, spark.hadoopConfiguration());
      configuration =
          JavaSparkContext.fromSparkContext(spark)
              .broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    }
    return new RowSettings(
        run,
        columns,
        Long.MAX_VALUE,
        options.onLoss() == OnLoss.FAIL,
        options.deadLetterPath().orElse(folder),
        configuration,
        batch.read(),
        batch.dead());
  }

  /** Returns the number of dead letters since this driver began. */
  long deadLetters() {
    return deadLetters + latest.map(BatchReads::deadLetters).orElse(0L);
  }

  /** Returns the losses that tasks have found in the batch that ended there; once. */
  Map<String, Loss> takeLosses(SourceOffset end) {
    Map<String, Loss> losses =
        latest
            .filter(batch -> batch.end().equals(end.json()))
            .map(BatchReads::losses)
            .orElse(Map.of());
    if (!losses.isEmpty()) {
      deadLetters = deadLetters();
      latest = Optional.empty();
    }
    return losses;
  }
}
