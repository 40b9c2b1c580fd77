package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.spark.sql.DataSourceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The options of a source.
 *
 * @param minPartitions the least number of partitions of a batch; 0 for as many as suit it
 * @param maxRecordsPerPartition the largest number of messages of a partition, approximately
 * @param onLoss the reaction to messages that an address has lost
 * @param maxMessage the size limit of a body in bytes; a message with a larger one is a dead letter
 * @param deadLetterPath the folder for dead letters; empty for that of the checkpoint
 * @param lease the time without a sign of life after which another driver may continue the query
 * @param discovery the time between two searches for addresses that match a pattern
 */
public record ReadOptions(
    SourceAddresses addresses,
    StartingOffsets starts,
    ReadLimits limits,
    long minPartitions,
    long maxRecordsPerPartition,
    OnLoss onLoss,
    int maxMessage,
    Optional<String> deadLetterPath,
    Duration lease,
    Duration discovery) {
  private static final int MOST_PARTITIONS = 1_000_000;
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration DISCOVERY = Duration.ofSeconds(5);

  /** The names of all options. */
  public static final List<String> NAMES =
      List.of(
          "address",
          "address.",
          "startingOffsets",
          "startingTimestamp",
          "endingOffsets",
          "maxOffsetsPerTrigger",
          "minOffsetsPerTrigger",
          "maxTriggerDelay",
          "maxBytesPerTrigger",
          "minPartitions",
          "maxRecordsPerPartition",
          "failOnDataLoss",
          "maxMessage",
          "deadLetterPath",
          "lease",
          "discoveryInterval");

  /**
   * Parses the options.
   *
   * @throws IllegalArgumentException if one is malformed, or an address cannot be used
   */
  public static ReadOptions of(DataSourceOptions options) {
    SourceAddresses addresses = SourceAddresses.of(options);
    return new ReadOptions(
        addresses,
        StartingOffsets.of(options, addresses),
        ReadLimits.of(options),
        options.count("minPartitions", MOST_PARTITIONS).orElse(0L),
        options.count("maxRecordsPerPartition", Long.MAX_VALUE).orElse(Long.MAX_VALUE),
        options.flag("failOnDataLoss", true) ? OnLoss.FAIL : OnLoss.COUNT,
        maxMessage(options),
        options.text("deadLetterPath"),
        options.duration("lease").orElse(LEASE),
        options.duration("discoveryInterval").orElse(DISCOVERY));
  }

  private static int maxMessage(DataSourceOptions options) {
    long bytes = options.bytes("maxMessage").orElse((long) MessageReader.DEFAULT_MAX_MESSAGE);
    if (bytes > Integer.MAX_VALUE) {
      throw DataSourceOptions.refused(
          "maxMessage", bytes + "", "give at most " + Integer.MAX_VALUE);
    }
    return (int) bytes;
  }
}
