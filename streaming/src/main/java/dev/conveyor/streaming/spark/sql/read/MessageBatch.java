package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.MessageBrowser;
import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.spark.ExecutorPasswords;
import dev.conveyor.streaming.spark.Interruptions;
import dev.conveyor.streaming.spark.PartitionCounts;
import dev.conveyor.streaming.spark.sql.RowColumn;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads what waits when the batch is planned, and takes none of it. The view of the messages stays
 * as long as this driver refers to the partitions, so that each task and each action on them sees
 * the same rows. Another query has a view of its own.
 */
final class MessageBatch implements Batch {
  private static final Cleaner CLEANER = Cleaner.create();

  private final ReadOptions options;
  private final List<RowColumn> columns;
  private final long limit;
  private final String run = UUID.randomUUID().toString();
  private final SparkContext spark = SparkContext.getOrCreate();

  /**
   * @param limit the number of rows after which a task may end
   */
  MessageBatch(ReadOptions options, List<RowColumn> columns, long limit) {
    this.options = options;
    this.columns = columns;
    this.limit = limit;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    return Interruptions.inDriver(this::plan);
  }

  private InputPartition[] plan() throws InterruptedException {
    List<MessageBrowser> browsers = new ArrayList<>();
    try {
      for (Address address : options.addresses().find()) {
        browsers.add(
            ReadOptions.browsable(address)
                .openBrowser(
                    options.starts().of(address),
                    options.ends().of(address),
                    options.maxMessage()));
      }
      Object view = new Object();
      List<SliceInputPartition> partitions = partitions(browsers, view);
      CLEANER.register(view, () -> browsers.forEach(MessageBrowser::close));
      return partitions.toArray(InputPartition[]::new);
    } catch (InterruptedException | RuntimeException | Error e) {
      browsers.forEach(MessageBrowser::close);
      throw e;
    }
  }

  private List<SliceInputPartition> partitions(List<MessageBrowser> browsers, Object view)
      throws InterruptedException {
    long all = Math.max(1, browsers.stream().mapToLong(MessageBrowser::messages).sum());
    SlicePlan plan =
        new SlicePlan(
            spark.defaultParallelism(), options.minPartitions(), options.maxRecordsPerPartition());
    List<SliceInputPartition> partitions = new ArrayList<>();
    for (MessageBrowser browser : browsers) {
      if (browser.messages() > 0) {
        for (Slice slice : browser.slices(plan.partitions(browser.messages(), all))) {
          partitions.add(
              new SliceInputPartition(
                  partitions.size(),
                  ExecutorPasswords.with(slice),
                  slice.messages().orElse(SliceInputPartition.UNKNOWN),
                  view));
        }
      }
    }
    return partitions;
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    PartitionCounts reads = new PartitionCounts();
    PartitionCounts dead = new PartitionCounts();
    spark.register(reads, "messages read, by partition");
    spark.register(dead, "dead letters, by partition");
    return new MessageReaderFactory(
        new RowSettings(
            run,
            columns,
            limit,
            options.onLoss() == OnLoss.FAIL,
            options.deadLetterPath().orElse(null),
            JavaSparkContext.fromSparkContext(spark)
                .broadcast(new SerializableConfiguration(spark.hadoopConfiguration())),
            reads,
            dead));
  }
}
