package dev.conveyor.jobs.stream;

/** Told of each batch that held a message, once it is complete, on the thread of the batches. */
@FunctionalInterface
public interface BatchListener {
  void onBatch(PartitionReport report, StreamTotals totals);
}
