package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressPattern;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisServer;
import dev.conveyor.streaming.redis.internal.ReplyLimits;
import dev.conveyor.streaming.redis.internal.SideKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * The lists or streams of a database whose keys match a glob, as {@code SCAN} understands it: its
 * time grows with the number of all keys. Keys beside a list or stream, and names that are not
 * UTF-8, do not match.
 *
 * @param kind {@code list} or {@code stream}
 * @param each makes the address of a key
 */
record RedisPattern(RedisServer server, String kind, String glob, Function<String, Address> each)
    implements AddressPattern {
  private static final Map<String, String> KINDS = Map.of("lists", "list", "streams", "stream");
  private static final int KEYS_A_SCAN = 1_000;
  private static final int MOST = 10_000;

  /**
   * Parses the address of a pattern; empty if it is none.
   *
   * @param check refuses an address that no key can have
   * @throws dev.conveyor.streaming.AddressException if it cannot be used as it stands
   */
  static Optional<RedisPattern> of(Address address, Consumer<Address> check) {
    List<String> named = KINDS.keySet().stream().filter(address::has).sorted().toList();
    if (named.isEmpty()) {
      return Optional.empty();
    }
    String parameter = named.get(0);
    String glob = address.value(parameter).orElseThrow();
    String kind = KINDS.get(parameter);
    if (glob.isEmpty()) {
      throw address.refused("parameter " + parameter + " is empty", "give a glob like orders-*");
    }
    Address others = address.withoutParameter(parameter);
    check.accept(others.withParameter(kind, "any"));
    return Optional.of(
        new RedisPattern(
            RedisServer.of(address), kind, glob, key -> others.withParameter(kind, key)));
  }

  @Override
  public Address address() {
    return server.address();
  }

  @Override
  public List<Address> matches() throws InterruptedException {
    TreeSet<String> keys = new TreeSet<>();
    ScanParams parameters = new ScanParams().match(bytes(glob)).count(KEYS_A_SCAN);
    try (RedisLink link =
        RedisLink.withoutKey(server, kind, "find the " + kind + "s of", ReplyLimits.small())) {
      byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
      do {
        byte[] from = cursor;
        ScanResult<byte[]> some = link.ask(redis -> redis.scan(from, parameters, bytes(kind)));
        for (byte[] key : some.getResult()) {
          text(key).filter(RedisPattern::isNotBeside).ifPresent(keys::add);
        }
        if (keys.size() > MOST) {
          throw address()
              .refused("more than " + MOST + " keys match", "give a pattern that matches fewer");
        }
        cursor = some.getCursorAsBytes();
      } while (!new String(cursor, UTF_8).equals(ScanParams.SCAN_POINTER_START));
    }
    return keys.stream().map(each).toList();
  }

  private static boolean isNotBeside(String key) {
    return !key.isEmpty() && SideKey.LIST.queueOf(key).isEmpty();
  }

  private static Optional<String> text(byte[] key) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
