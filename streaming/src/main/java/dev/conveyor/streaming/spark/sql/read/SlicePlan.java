package dev.conveyor.streaming.spark.sql.read;

/**
 * Decides into how many partitions the messages of an address are divided.
 *
 * @param cores the number of tasks that run at once
 * @param minPartitions the least number over all addresses; 0 for none
 * @param maxRecordsPerPartition the largest number of messages of a partition, approximately
 */
record SlicePlan(int cores, long minPartitions, long maxRecordsPerPartition) {
  /** Fewer messages take no longer than the start of another task. */
  private static final long WORTH_A_TASK = 5_000;

  private static final int MOST = 1_000_000;

  /**
   * Returns the number of partitions of an address, at least 1.
   *
   * @param messages of the address, positive
   * @param all messages of the batch
   */
  int partitions(long messages, long all) {
    double share = (double) messages / all;
    double suiting =
        Math.min(Math.ceil(cores * share), Math.ceil((double) messages / WORTH_A_TASK));
    double bySize = Math.ceil((double) messages / maxRecordsPerPartition);
    double byNumber = Math.ceil(minPartitions * share);
    double wanted = Math.max(suiting, Math.max(bySize, byNumber));
    return (int) Math.max(1, Math.min(Math.min(wanted, (double) messages), MOST));
  }
}
