package dev.conveyor.jobs.stream;

/** Is told of each batch that is complete, on the thread of the batches. */
@FunctionalInterface
public interface BatchListener {
  void onBatch(PartitionReport report, StreamTotals totals);
}
