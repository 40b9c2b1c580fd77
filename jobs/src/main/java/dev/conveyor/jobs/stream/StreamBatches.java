package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.spark.AddressPartition;
import dev.conveyor.streaming.spark.StreamBatch;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;

/**
 * Runs the batches of a stream, one Spark job each: map, shuffle, reduce, commit, count.
 *
 * @param totals over all batches, if the plan has any
 * @param listener told of each batch that is done
 * @param failures keeps the failure of a batch
 */
record StreamBatches(
    StreamPlan plan,
    HashTotals totals,
    BatchListener listener,
    StreamProgress progress,
    BatchFailures failures) {

  /** Runs one batch. */
  void run(JavaRDD<AddressPartition> addresses, StreamBatch batch) {
    long start = System.nanoTime();
    progress.begin(batch.contents());
    failures.keeping(
        () -> {
          ReduceResult result = write(addresses, batch);
          batch.commit(result.parts());
          if (plan.output().hasTotals()) {
            failures.throwFirst(); // Of a batch before this one, which must be in the totals first.
            totals.add(batch, result);
          }
          result.report().ended().forEach(index -> batch.end(plan.addresses().get(index)));
          batch.whenDone(() -> count(result, start));
        });
  }

  /** Puts the batch through its jobs and returns files that are not yet committed. */
  private ReduceResult write(JavaRDD<AddressPartition> addresses, StreamBatch batch) {
    int partitions = addresses.getNumPartitions();
    if (partitions == 0) {
      return new ReduceResult(); // All messages of the batch were lost.
    }
    int reducers = Math.min(addresses.context().defaultParallelism(), 1 + partitions / 8);
    StreamReduceTask reduce =
        new StreamReduceTask(
            plan.withOutput(plan.output().forTasks()),
            batch.files(),
            new StreamReduceTask.Batch(batch.run(), batch.id()));
    List<ReduceResult> results =
        addresses
            .mapPartitionsToPair(new StreamMapTask(plan, reducers))
            .partitionBy(new HashPartitioner(reducers + 1))
            .mapPartitions(reduce)
            .collect();
    return ReduceResult.of(results);
  }

  /** Counts a batch that is done: before that a fenced driver could count what another counts. */
  private void count(ReduceResult result, long start) {
    failures.keeping(
        () -> {
          progress.totals().add(result, start, System.nanoTime());
          progress.finish();
        });
    failures.keepingListener(() -> listener.onBatch(result.report(), progress.totals()));
  }
}
