package dev.conveyor.streaming.redis.channel;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.redis.internal.RedisServer;
import java.time.Duration;

/**
 * The parsed address of a channel or a pattern.
 *
 * @param name of the channel, empty for every one; or the pattern
 * @param match how the name is meant
 * @param patience how long a writer waits for its first subscriber
 */
record RedisChannel(RedisServer server, String name, Match match, Duration patience) {
  /** The way in which a name selects channels. */
  enum Match {
    EXACT,
    PATTERN
  }

  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

  /**
   * Reads the address of a channel or a pattern.
   *
   * @throws dev.conveyor.streaming.AddressException if the address is no channel's or pattern's
   */
  static RedisChannel of(Address address) {
    return address.has("pattern") ? pattern(address) : channel(address);
  }

  private static RedisChannel channel(Address address) {
    RedisServer.allowOnly(address, "channel", "wait", "envelope");
    address.flag("envelope");
    String name =
        address
            .value("channel")
            .orElseThrow(
                () ->
                    address.refused(
                        "it names no channel", "write ?channel=NAME, or ?channel= for every one"));
    return new RedisChannel(
        RedisServer.of(address), name, Match.EXACT, address.duration("wait", DEFAULT_WAIT));
  }

  private static RedisChannel pattern(Address address) {
    RedisServer.allowOnly(address, "pattern", "envelope");
    address.flag("envelope");
    String glob = address.value("pattern").orElse("");
    if (glob.isEmpty()) {
      throw address.refused("it names no pattern", "write ?pattern=GLOB, for example news.*");
    }
    return new RedisChannel(RedisServer.of(address), glob, Match.PATTERN, DEFAULT_WAIT);
  }

  public Address address() {
    return server.address();
  }

  /** Returns whether it is more than one channel. */
  boolean isMany() {
    return match == Match.PATTERN || name.isEmpty();
  }

  /** Returns the subscribed channel or pattern. */
  String subscription() {
    return name.isEmpty() ? "*" : name;
  }

  /**
   * The same, for writing.
   *
   * @throws dev.conveyor.streaming.AddressException if it is a pattern
   */
  RedisChannel forWriting() {
    if (match == Match.PATTERN) {
      throw address()
          .refused("a pattern cannot be written to", "name the channel with ?channel=NAME");
    }
    return this;
  }

  /**
   * The channel that a message goes to: its own, or the one that the address names.
   *
   * @throws dev.conveyor.streaming.AddressException if neither names one
   */
  String channelOf(Outgoing message) {
    if (message.topic() != null) {
      return message.topic();
    }
    if (name.isEmpty()) {
      throw address().refused("a message names no channel, nor does it", "give ?channel=NAME");
    }
    return name;
  }
}
