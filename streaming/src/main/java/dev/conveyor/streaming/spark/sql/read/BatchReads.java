package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Loss;
import dev.conveyor.streaming.spark.PartitionCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;

/**
 * The numbers of messages that tasks have read of one batch, to compare them with what was chosen.
 * A partition counts once it was read to its end.
 *
 * @param end the JSON of the batch's end offset
 * @param addresses the address of each partition
 * @param chosen the number of messages of each address
 */
record BatchReads(
    String end,
    List<String> addresses,
    Map<String, Long> chosen,
    PartitionCounts read,
    PartitionCounts dead) {

  static BatchReads begin(
      SparkContext spark, String end, List<String> addresses, Map<String, Long> chosen) {
    PartitionCounts read = new PartitionCounts();
    PartitionCounts dead = new PartitionCounts();
    spark.register(read, "messages read, by partition");
    spark.register(dead, "dead letters, by partition");
    return new BatchReads(end, addresses, chosen, read, dead);
  }

  /** Returns whether these are the reads of a batch with those partitions. */
  boolean isOf(String endOfBatch, List<String> partitions) {
    return end.equals(endOfBatch) && addresses.equals(partitions);
  }

  /** Returns the number of dead letters. */
  long deadLetters() {
    return dead.value().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Compares what was read with what was chosen. Addresses of which a partition was not read to its
   * end, as with a limit on rows, are left out.
   *
   * @return the losses by address
   */
  Map<String, Loss> losses() {
    Map<String, Long> reads = new HashMap<>();
    Map<Integer, Long> counts = read.value();
    for (int partition = 0; partition < addresses.size(); partition++) {
      Long count = counts.get(partition);
      reads.merge(
          addresses.get(partition),
          count == null ? Loss.UNKNOWN : count,
          (one, other) ->
              one == Loss.UNKNOWN || other == Loss.UNKNOWN ? Loss.UNKNOWN : one + other);
    }
    Map<String, Loss> losses = new HashMap<>();
    chosen.forEach(
        (address, messages) -> {
          long count = reads.getOrDefault(address, 0L);
          Loss loss = count == Loss.UNKNOWN ? Loss.NONE : Loss.since(messages, count);
          if (!loss.isNone()) {
            losses.put(address, loss);
          }
        });
    return losses;
  }
}
