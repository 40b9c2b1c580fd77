package dev.conveyor.streaming.redis.list;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.redis.internal.HashTag;
import dev.conveyor.streaming.redis.internal.RedisServer;
import dev.conveyor.streaming.redis.internal.RunKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parsed address of a list, and the names of the keys beside it. Those carry the list's hash
 * tag, so that all of them live in one slot of a cluster.
 *
 * @param key the list itself: any client may push to it and pop from it
 * @param capacity how many may wait before a writer waits too; 0 for no bound
 * @param shared whether others take from it besides runs
 */
record RedisList(RedisServer server, String key, long capacity, boolean shared) {
  /** The index of the dead letters among the {@link #keys}. */
  static final int DEAD = 5;

  private static final Pattern GLOB = Pattern.compile("[\\[\\]*?\\\\^-]");

  /**
   * Reads the address of a list.
   *
   * @throws dev.conveyor.streaming.AddressException if the address is no list's
   */
  static RedisList of(Address address) {
    RedisServer.allowOnly(address, "list", "capacity", "shared", "envelope");
    Optional<String> key = address.value("list");
    if (key.isEmpty() || key.get().isEmpty()) {
      throw address.refused("it names no list", "write redis://HOST?list=KEY");
    }
    address.flag("envelope");
    return new RedisList(
        RedisServer.of(address),
        key.get(),
        address.number("capacity", 0, 1, Integer.MAX_VALUE),
        address.flag("shared"));
  }

  public Address address() {
    return server.address();
  }

  /**
   * Returns the arguments of a step on this list, in the order in which {@code list.lua} names it:
   * the list; when readers' leases run out; how many messages each has settled; how many attempts
   * each grants a message; the marks of what waits; the dead; what was done, and how much in all.
   */
  List<byte[]> keys() {
    return List.of(
        keyBytes(),
        beside("leases"),
        beside("acknowledged"),
        beside("limits"),
        beside("attempts"),
        beside("dead"),
        beside("done"),
        beside("done:total"));
  }

  /**
   * Returns the parameters of a step: where the keys beside this list are, who asks, and what the
   * step needs.
   */
  List<byte[]> arguments(String name, byte[]... own) {
    List<byte[]> arguments = new ArrayList<>(2 + own.length);
    arguments.add(beside(""));
    arguments.add(bytes(name));
    arguments.addAll(List.of(own));
    return arguments;
  }

  /**
   * A string: how much an action of that name has moved in all, so that its steps can be told
   * apart.
   */
  byte[] movedKey(String action) {
    return beside("moved:" + action);
  }

  /** Returns the pattern by which {@code SCAN} finds the claims of runs. */
  byte[] claims() {
    return bytes(GLOB.matcher(besideText("claim:")).replaceAll("\\\\$0") + "*");
  }

  byte[] keyBytes() {
    return bytes(key);
  }

  /** Returns the key of a copy with that name. */
  String copyKey(String name) {
    return besideText("copy:" + name);
  }

  private byte[] beside(String suffix) {
    return bytes(besideText(suffix));
  }

  private String besideText(String suffix) {
    return HashTag.of(key) + ":" + suffix;
  }

  /** The keys in which a run keeps its state beside this list. */
  RunKeys runKeys(String run) {
    return new RunKeys(server, key, "list", run);
  }
}
