package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Slice;
import dev.conveyor.streaming.spark.ExecutorPasswords;
import dev.conveyor.streaming.spark.PartitionCounts;
import dev.conveyor.streaming.spark.sql.RowColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsAdmissionControl;

/**
 * A source that a {@link BatchFeed} feeds. Its offset is the number of batches so far; the feed
 * knows what is in them. Spark asks for the next batch once the one before is done.
 */
final class FedStream implements MicroBatchStream, SupportsAdmissionControl {
  private final BatchFeed feed;
  private final List<RowColumn> columns;
  private PartitionCounts counts;

  FedStream(BatchFeed feed, List<RowColumn> columns) {
    this.feed = feed;
    this.columns = columns;
  }

  private static final class BatchNumber extends Offset {
    private final long number;

    BatchNumber(long number) {
      this.number = number;
    }

    @Override
    public String json() {
      return Long.toString(number);
    }
  }

  @Override
  public Offset initialOffset() {
    return new BatchNumber(0);
  }

  @Override
  public Offset deserializeOffset(String json) {
    return new BatchNumber(Long.parseLong(json));
  }

  @Override
  public Offset latestOffset() {
    throw new UnsupportedOperationException("the end of a batch depends on its beginning");
  }

  /** {@inheritDoc} Null if there is no batch. */
  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    return feed.next() ? new BatchNumber(((BatchNumber) start).number + 1) : null;
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    BatchFeed.Fed batch = feed.batch();
    counts = batch.counts();
    List<SliceInputPartition> partitions = new ArrayList<>();
    for (Slice slice : batch.slices()) {
      Slice sent = ExecutorPasswords.with(slice);
      partitions.add(
          new SliceInputPartition(partitions.size(), sent, SliceInputPartition.UNKNOWN, null));
    }
    return partitions.toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    PartitionCounts dead = new PartitionCounts();
    SparkContext.getOrCreate().register(dead, "dead letters, by partition");
    return new MessageReaderFactory(
        new RowSettings("", columns, Long.MAX_VALUE, false, null, null, counts, dead));
  }

  @Override
  public void commit(Offset end) {}

  @Override
  public void stop() {}
}
