package dev.conveyor.streaming.redis;

import dev.conveyor.streaming.Address;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the address of a list says, and the names of the keys beside it. Those carry the list's hash
 * tag, so that all of them live in one slot of a cluster.
 *
 * @param key the list itself: any client may push to it and pop from it
 * @param capacity how many may wait before a writer waits too; 0 for no bound
 */
record RedisList(RedisServer server, String key, long capacity) {
  private static final Pattern HASH_TAG = Pattern.compile("\\{[^}]+}");

  /**
   * @throws dev.conveyor.streaming.AddressException if the address is no list's
   */
  static RedisList of(Address address) {
    address.allowOnly("list", "capacity", "reconnect", "envelope");
    Optional<String> key = address.value("list");
    if (key.isEmpty() || key.get().isEmpty()) {
      throw address.refused("it names no list", "write redis://HOST?list=KEY");
    }
    address.flag("envelope");
    return new RedisList(
        RedisServer.of(address), key.get(), address.number("capacity", 0, 1, Integer.MAX_VALUE));
  }

  Address address() {
    return server.address();
  }

  /** What a reader holds and has not acknowledged, oldest first. */
  byte[] workKey(String reader) {
    return beside("work:" + reader);
  }

  /** Everything that {@link #workKey} would be in front of the reader's name. */
  byte[] workPrefix() {
    return beside("work:");
  }

  /** A sorted set: reader to the server's time, in milliseconds, at which its lease runs out. */
  byte[] leasesKey() {
    return beside("leases");
  }

  /** A hash: reader to how many messages it has acknowledged in all. */
  byte[] acknowledgedKey() {
    return beside("acknowledged");
  }

  /** Bodies that no reader could take, whole. */
  byte[] deadKey() {
    return beside("dead");
  }

  /** The number of the last write that a writer has made. */
  byte[] writerKey(String writer) {
    return beside("writer:" + writer);
  }

  byte[] keyBytes() {
    return bytes(key);
  }

  private byte[] beside(String suffix) {
    String tagged = HASH_TAG.matcher(key).find() ? key : "{" + key + "}";
    return bytes(tagged + ":" + suffix);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }
}
