package dev.conveyor.streaming.spark.sql.read;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Browsable;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.TimeSpan;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.spark.sql.DataSourceOptions;
import dev.conveyor.streaming.spark.sql.RowColumn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The options of a source.
 *
 * @param ends the points at which a batch ends
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
    OffsetPoints starts,
    OffsetPoints ends,
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
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
  private static final Duration DISCOVERY = Duration.ofSeconds(5);

  /** The names of all options. */
  public static final List<String> NAMES =
      List.of(
          "address",
          "address.",
          "startingOffsets",
          "startingTimestamp",
          "endingOffsets",
          "endingTimestamp",
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
        OffsetPoints.starting(options, addresses),
        OffsetPoints.ending(options, addresses),
        ReadLimits.of(options),
        options.count("minPartitions", MOST_PARTITIONS).orElse(0L),
        options.count("maxRecordsPerPartition", Long.MAX_VALUE).orElse(Long.MAX_VALUE),
        options.flag("failOnDataLoss", true) ? OnLoss.FAIL : OnLoss.COUNT,
        maxMessage(options),
        deadLetterPath(options),
        lease(options),
        options.duration("discoveryInterval").orElse(DISCOVERY));
  }

  /**
   * Checks the options of a stream.
   *
   * @throws IllegalArgumentException if an address cannot be read so
   */
  public void checkStream() {
    if (!ends.isDefault()) {
      throw new IllegalArgumentException(
          "cannot use endingOffsets or endingTimestamp in a stream, which does not end; leave them"
              + " out, or read a batch");
    }
    addresses
        .named()
        .forEach(
            address ->
                starts.of(address).ifPresent(point -> Replayable.at(address).checkStart(point)));
  }

  /**
   * Checks the options of a batch.
   *
   * @throws IllegalArgumentException if an address cannot be read so
   */
  public void checkBatch() {
    for (Address address : addresses.named()) {
      browsable(address).checkBounds(starts.of(address), ends.of(address));
    }
  }

  /** Returns the endpoint of an address for a batch. */
  static Browsable browsable(Address address) {
    if (Transports.endpoint(address) instanceof Browsable browsable) {
      return browsable;
    }
    throw address.refused(
        "its messages cannot be looked at without taking them",
        "name " + Transports.example(Browsable.class));
  }

  /**
   * Checks that messages have the fields that a schema names. An address that matches a pattern is
   * checked when it is read.
   *
   * @throws IllegalArgumentException if those of an address have none
   */
  void checkFields(List<RowColumn> columns) {
    List<RowColumn> fields = columns.stream().filter(RowColumn::isField).toList();
    for (Address address : fields.isEmpty() ? List.<Address>of() : addresses.named()) {
      if (!Replayable.at(address).hasFields()) {
        throw withoutFields(address, fields.get(0).field());
      }
    }
  }

  static IllegalArgumentException withoutFields(Address address, String field) {
    return address.refused(
        "its messages have no fields, such as " + field,
        "leave the schema out, and parse column body");
  }

  private static Duration lease(DataSourceOptions options) {
    Duration lease = options.duration("lease").orElse(LEASE);
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw DataSourceOptions.refused("lease", TimeSpan.format(lease), "give 100ms or more");
    }
    return lease;
  }

  private static Optional<String> deadLetterPath(DataSourceOptions options) {
    Optional<String> path = options.text("deadLetterPath");
    if (path.filter(String::isEmpty).isPresent()) {
      throw DataSourceOptions.refused(
          "deadLetterPath", "", "name a folder, or leave the option out");
    }
    return path;
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
