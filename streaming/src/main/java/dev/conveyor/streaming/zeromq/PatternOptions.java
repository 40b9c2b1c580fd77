package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import java.time.Duration;

/**
 * What an address says about its pattern.
 *
 * @param topic empty for every topic, and for a queue
 * @param waitsForSlowReaders whether a topic's feeder waits where it would drop
 * @param highWaterMark in messages: on each side; where they are acknowledged, what one feeder may
 *     have unacknowledged
 * @param patience how long a topic's feeder waits for its first subscriber; how long one that
 *     closes waits, with no reader about, for what is unacknowledged
 * @param lease after which what is unacknowledged is sent again
 */
record PatternOptions(
    Pattern pattern,
    String topic,
    boolean waitsForSlowReaders,
    int highWaterMark,
    Duration patience,
    Duration lease) {

  /** Topic, queue, or queue with acknowledgments. */
  enum Pattern {
    TOPIC(1_000, 10, "topic nodrop wait"),
    QUEUE(1_000, 0, "queue acknowledged"),
    ACKNOWLEDGED(100, 60, "queue acknowledged lease wait");

    private static final String COMMON = " hwm bind connect envelope heartbeat server-key allow";

    private final int highWaterMark;
    private final int patience;
    private final String parameters;

    /** With what holds where the address does not say; the patience in seconds. */
    Pattern(int highWaterMark, int patience, String parameters) {
      this.highWaterMark = highWaterMark;
      this.patience = patience;
      this.parameters = parameters;
    }

    private static Pattern of(Address address) {
      if (address.flag("queue") == address.has("topic")) {
        throw address.refused(
            "it names no pattern, or two", "write either ?queue or ?topic=NAME (?topic= is every)");
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
  }

  /** In bytes of UTF-8: JeroMQ keeps subscriptions in a tree that is as deep as they are long. */
  static final int MAX_TOPIC = 1_024;

  private static final int MOST_HIGH_WATER_MARK = 1_000_000;
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

  /**
   * Reads them.
   *
   * @throws dev.conveyor.streaming.AddressException if the address says something else, or no
   *     pattern
   */
  static PatternOptions of(Address address) {
    Pattern pattern = Pattern.of(address);
    pattern.allowOnly(address);
    String topic = address.value("topic").orElse("");
    if (topic.getBytes(UTF_8).length > MAX_TOPIC) {
      throw address.refused("its topic is too long", "name one of 1024 bytes or less");
    }
    Duration lease = address.duration("lease", Duration.ofSeconds(30));
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw address.refused("the lease is too short to acknowledge in", "give 100ms or more");
    }
    return new PatternOptions(
        pattern,
        topic,
        address.flag("nodrop"),
        (int) address.number("hwm", pattern.highWaterMark, 1, MOST_HIGH_WATER_MARK),
        address.duration("wait", Duration.ofSeconds(pattern.patience)),
        lease);
  }
}
