package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.run.Snapshot;
import dev.conveyor.streaming.run.SnapshotPart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of a {@link Snapshot} as an RDD, which tasks may read any number of times until the
 * snapshot is released. Write the output as {@link Snapshot} says, and {@link #verify} what was
 * read before it counts. On the driver only; safe for threads.
 *
 * <p>Unlike Hadoop's input formats it brings the passwords of the addresses to the executors, in
 * the tasks themselves: encrypt Spark's network traffic ({@code spark.network.crypto.enabled})
 * where others could listen.
 */
public final class SnapshotRead {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotRead.class);

  private final Snapshot snapshot;
  private final List<SnapshotPart> parts;
  private final PartitionCounts counts = new PartitionCounts();
  private final JavaRDD<MessagePage> pages;

  private SnapshotRead(JavaSparkContext spark, Snapshot snapshot, List<SnapshotPart> parts) {
    this.snapshot = snapshot;
    this.parts = parts;
    parts.forEach(part -> ExecutorReach.ensure(spark.sc(), part.slice().address()));
    spark.sc().register(counts, "messages read, by partition");
    this.pages =
        new SliceRdd(spark.sc(), parts.stream().map(SnapshotPart::slice).toList(), counts)
            .toJavaRDD();
  }

  /** Sets the approximate number of partitions, see {@link Snapshot#parts}. */
  public static SnapshotRead of(JavaSparkContext spark, Snapshot snapshot, int parallelism)
      throws InterruptedException {
    return new SnapshotRead(spark, snapshot, snapshot.parts(parallelism));
  }

  /** Dead ones too. */
  public JavaRDD<Message> messages() {
    return pages.mapPartitions(new PageMessages());
  }

  /**
   * Returns the messages of each partition page by page. A page is valid until the next one: map
   * the pages of a partition, and neither collect nor keep them.
   */
  public JavaRDD<MessagePage> pages() {
    return pages;
  }

  /**
   * Compares what jobs have read so far with what the snapshot holds. If they have not read every
   * partition to its end, that is logged, and an unknown number may be lost; if they have read
   * none, there is nothing to compare.
   *
   * @return what is lost, also an unknown number
   * @throws dev.conveyor.streaming.run.LossException if some is, and the plan says to end then
   */
  public List<Loss> verify() {
    Map<Integer, Long> read = counts.value();
    if (read.size() < parts.size()) {
      LOG.warn(
          "not compared: {} of {} partitions were read to their end", read.size(), parts.size());
      return read.isEmpty() ? List.of() : List.of(Loss.notCompared(read.size(), parts.size()));
    }
    List<Long> byAddress = new ArrayList<>(Collections.nCopies(snapshot.messages().size(), 0L));
    for (int partition = 0; partition < parts.size(); partition++) {
      int address = parts.get(partition).address();
      byAddress.set(address, byAddress.get(address) + read.get(partition));
    }
    return snapshot.verify(byAddress);
  }
}
