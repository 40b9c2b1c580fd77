package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.Address;
import java.time.Duration;

/**
 * What an address says about its topic.
 *
 * @param topic empty for every topic
 * @param waitsForSlowReaders whether the feeder waits where it would drop
 * @param highWaterMark in messages, on each side
 * @param patience how long a feeder waits for its first subscriber
 */
record TopicOptions(
    String topic, boolean waitsForSlowReaders, int highWaterMark, Duration patience) {
  private static final int DEFAULT_HIGH_WATER_MARK = 1_000;
  private static final int MOST_HIGH_WATER_MARK = 1_000_000;
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

  /**
   * Reads them.
   *
   * @throws dev.conveyor.streaming.AddressException if the address says something else, or no topic
   */
  static TopicOptions of(Address address) {
    if (address.has("queue")) {
      throw address.refused("ZeroMQ serves only topics so far", "write ?topic=NAME");
    }
    address.allowOnly("topic", "nodrop", "hwm", "wait", "bind", "connect", "envelope");
    address.flag("envelope");
    String topic =
        address
            .value("topic")
            .orElseThrow(
                () ->
                    address.refused(
                        "it names no topic", "write ?topic=NAME, or ?topic= for every topic"));
    return new TopicOptions(
        topic,
        address.flag("nodrop"),
        (int) address.number("hwm", DEFAULT_HIGH_WATER_MARK, 1, MOST_HIGH_WATER_MARK),
        address.duration("wait", DEFAULT_WAIT));
  }
}
