package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import java.time.Duration;

/**
 * The pattern of an address and its options.
 *
 * @param topic the name of the topic; empty for all topics, and for a queue
 * @param waitsForSlowReaders true if a topic's feeder waits for slow readers, false if it drops
 * @param highWaterMark in messages, with {@code &packed} in blocks, on each side; of an
 *     acknowledged queue, the number that one feeder may have unacknowledged
 * @param timeout for the first subscriber of a topic; for acknowledgments without a connected
 *     reader, when a feeder closes
 * @param lease the time after which an unacknowledged message is sent again
 */
record PatternOptions(
    Pattern pattern,
    String topic,
    boolean waitsForSlowReaders,
    int highWaterMark,
    Duration timeout,
    Duration lease) {

  /** The pattern of an address: topic, queue, or queue with acknowledgments. */
  enum Pattern {
    TOPIC(1_000, 64, 10, "topic nodrop wait"),
    QUEUE(1_000, 64, 0, "queue acknowledged"),
    ACKNOWLEDGED(100, 16, 60, "queue acknowledged lease wait");

    private static final String COMMON =
        " hwm bind connect envelope packed heartbeat server-key allow";

    private final int highWaterMark;
    private final int blocks;
    private final int timeout;
    private final String parameters;

    /** Defines the defaults; the timeout is in seconds. */
    Pattern(int highWaterMark, int blocks, int timeout, String parameters) {
      this.highWaterMark = highWaterMark;
      this.blocks = blocks;
      this.timeout = timeout;
      this.parameters = parameters;
    }

    private static Pattern of(Address address) {
      if (address.flag("queue") == address.has("topic")) {
        throw address.refused(
            "it names no pattern, or two",
            "write either ?queue or ?topic=NAME (?topic= means all topics)");
      }
      if (address.has("topic")) {
        return TOPIC;
      }
      return address.flag("acknowledged") ? ACKNOWLEDGED : QUEUE;
    }

    private void allowOnly(Address address) {
      address.allowOnly((parameters + COMMON).split(" "));
      address.flag("envelope");
    }

    /** Returns the default high-water mark in messages, with {@code &packed} in blocks. */
    private int highWaterMark(Address address) {
      return address.flag(PACKED) ? blocks : highWaterMark;
    }
  }

  /** The parameter of addresses whose messages travel in {@linkplain PackedFrame blocks}. */
  static final String PACKED = "packed";

  /**
   * The maximum length of a topic in UTF-8 bytes: JeroMQ stores subscriptions in a tree as deep as
   * their length.
   */
  static final int MAX_TOPIC = 1_024;

  private static final int MAX_HIGH_WATER_MARK = 1_000_000;
  private static final Duration MIN_LEASE = Duration.ofMillis(100);

  /**
   * Parses the options of an address.
   *
   * @throws dev.conveyor.streaming.AddressException if an option is unknown or out of range, or the
   *     address names no pattern
   */
  static PatternOptions of(Address address) {
    Pattern pattern = Pattern.of(address);
    pattern.allowOnly(address);
    String topic = address.value("topic").orElse("");
    if (topic.getBytes(UTF_8).length > MAX_TOPIC) {
      throw address.refused("its topic is too long", "name one of 1024 bytes or less");
    }
    Duration lease = address.duration("lease", Duration.ofSeconds(30));
    if (lease.compareTo(MIN_LEASE) < 0) {
      throw address.refused("the lease is shorter than 100ms", "give 100ms or more");
    }
    return new PatternOptions(
        pattern,
        topic,
        address.flag("nodrop"),
        (int) address.number("hwm", pattern.highWaterMark(address), 1, MAX_HIGH_WATER_MARK),
        address.duration("wait", Duration.ofSeconds(pattern.timeout)),
        lease);
  }
}
