package dev.conveyor.jobs.spark;

import dev.conveyor.jobs.input.MessageBlocks;
import dev.conveyor.jobs.input.RecordBlock;
import dev.conveyor.jobs.input.RecordsFormat;
import dev.conveyor.jobs.plan.BatchContext;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.spark.SnapshotRead;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** The input of a batch as an RDD: blocks of files and messages. Used on the driver only. */
final class BatchRdd {
  private static final int TASKS_PER_CORE = 2;

  private final JavaRDD<RecordBlock> files;
  private final Optional<SnapshotRead> messages;

  private BatchRdd(JavaRDD<RecordBlock> files, Optional<SnapshotRead> messages) {
    this.files = files;
    this.messages = messages;
  }

  /**
   * Creates the input.
   *
   * @param settings the settings, with the plan in them
   */
  static BatchRdd of(JavaSparkContext context, BatchContext work, Configuration settings)
      throws InterruptedException {
    JavaRDD<RecordBlock> files =
        context
            .newAPIHadoopRDD(settings, RecordsFormat.class, NullWritable.class, RecordBlock.class)
            .values();
    if (work.messages().isEmpty()) {
      return new BatchRdd(files, Optional.empty());
    }
    int parts = work.messageParts(TASKS_PER_CORE * context.defaultParallelism());
    return new BatchRdd(files, Optional.of(SnapshotRead.of(context, work.messages().get(), parts)));
  }

  JavaRDD<RecordBlock> all() {
    return messages
        .map(read -> files.union(read.pages().mapPartitions(MessageBlocks::new)))
        .orElse(files);
  }

  /**
   * Returns the lost messages, after all input was read.
   *
   * @throws dev.conveyor.streaming.run.LossException if messages are lost, and the plan says to
   *     fail then
   */
  LossCount lost() {
    return messages.map(read -> LossCount.of(read.verify())).orElse(LossCount.NONE);
  }
}
