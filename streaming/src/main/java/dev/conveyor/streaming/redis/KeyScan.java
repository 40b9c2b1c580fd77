package dev.conveyor.streaming.redis;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.SideKey;
import dev.conveyor.streaming.redis.internal.TruncatedString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Finds the queues of a database by the types and names of its keys. Keeps the first ones by name,
 * up to a maximum, and counts the others.
 */
final class KeyScan {
  private static final int KEYS_A_SCAN = 1_000;

  /** Sorts names that are no text behind those that are. */
  private static final String NO_TEXT = "\uffff";

  private final RedisLink link;
  private final int most;
  private final TreeMap<String, Found> found = new TreeMap<>();
  private long others;

  /**
   * @param most the maximum number of queues that are kept
   */
  KeyScan(RedisLink link, int most) {
    this.link = link;
    this.most = most;
  }

  /**
   * A queue.
   *
   * @param key its bytes
   * @param isText whether they are well-formed UTF-8
   * @param isStream whether a stream was found
   * @param isClaimed whether a claim was found
   */
  record Found(byte[] key, boolean isText, boolean isStream, boolean isClaimed) {
    /** Returns whether an address can name it. */
    boolean isAddressable() {
      return isText && key.length > 0;
    }

    String name() {
      return new String(key, UTF_8);
    }

    private Found and(Found other) {
      return new Found(key, isText, isStream || other.isStream(), isClaimed || other.isClaimed());
    }
  }

  Collection<Found> found() {
    return found.values();
  }

  /** Returns the number of queues that were found and not kept; a scan may find one twice. */
  long more() {
    return others;
  }

  void run() throws InterruptedException {
    scan("stream", "*", Optional.empty());
    scan("list", "*", Optional.of(SideKey.LIST));
    scan("set", "{*}:*runs", Optional.of(SideKey.SET));
    scan("zset", "{*}:*leases", Optional.of(SideKey.ZSET));
  }

  private void scan(String type, String pattern, Optional<SideKey> sides)
      throws InterruptedException {
    ScanParams parameters = new ScanParams().match(pattern).count(KEYS_A_SCAN);
    byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
    do {
      byte[] from = cursor;
      ScanResult<byte[]> some = link.ask(redis -> redis.scan(from, parameters, bytes(type)));
      byte[] mark = link.socket().guard().mark();
      some.getResult().forEach(key -> see(key, type, sides, mark));
      cursor = some.getCursorAsBytes();
    } while (!new String(cursor, UTF_8).equals(ScanParams.SCAN_POINTER_START));
  }

  private void see(byte[] key, String type, Optional<SideKey> sides, byte[] mark) {
    if (TruncatedString.of(key, mark).isPresent()) {
      others++;
      return;
    }
    Optional<String> name = text(key);
    Optional<String> queue = name.flatMap(text -> sides.flatMap(side -> side.queueOf(text)));
    if (queue.isPresent()) {
      boolean isClaim = name.get().substring(queue.get().length()).contains(":claim:");
      keep(queue.get(), new Found(bytes(queue.get()), true, false, isClaim), false);
    } else if (type.equals("list") || type.equals("stream")) {
      String order = name.orElseGet(() -> NO_TEXT + new String(key, ISO_8859_1));
      keep(order, new Found(key, name.isPresent(), type.equals("stream"), false), true);
    }
  }

  private void keep(String order, Found seen, boolean isItself) {
    boolean isKept = found.containsKey(order);
    boolean hasRoom = found.size() < most || order.compareTo(found.lastKey()) < 0;
    if (isKept || hasRoom) {
      found.merge(order, seen, Found::and);
      if (found.size() > most) {
        found.pollLastEntry();
        others++;
      }
    } else if (isItself) {
      others++;
    }
  }

  private static Optional<String> text(byte[] key) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
