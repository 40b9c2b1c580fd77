package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The prefix of the names of the keys beside a key. A cluster keeps them in the slot of that key,
 * and no two keys share one: {@code {KEY}} for a key without braces, else {@code {TAG}:KEY}. TAG is
 * the hash tag of KEY, or, if it has none, the smallest decimal number in its slot. See <a
 * href="https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags">hash
 * tags</a>.
 *
 * <p>That is unambiguous: the first closing brace ends TAG. Behind it, {@code :KEY:} has a brace,
 * and what follows a key without braces has none, nor has what follows KEY.
 */
public final class HashTag {
  private HashTag() {}

  /** The beginning, without the colon that follows. */
  public static String of(String key) {
    return hasBraces(key) ? "{" + tag(key) + "}:" + key : "{" + key + "}";
  }

  static boolean hasBraces(String key) {
    return key.indexOf('{') >= 0 || key.indexOf('}') >= 0;
  }

  /** The text between the first opening brace and the first closing one after it hashes a key. */
  private static String tag(String key) {
    int open = key.indexOf('{');
    int close = open < 0 ? -1 : key.indexOf('}', open);
    return close > open + 1
        ? key.substring(open + 1, close)
        : Integer.toString(Numbers.OF_SLOTS[slot(key)]);
  }

  /** The slot of a key without a hash tag. */
  private static int slot(String key) {
    return JedisClusterCRC16.getCRC16(key.getBytes(UTF_8)) % Numbers.SLOTS;
  }

  /** The smallest decimal number in each slot; made when a first key needs one. */
  private static final class Numbers {
    private static final int SLOTS = 16_384;
    private static final int[] OF_SLOTS = ofSlots();

    private static int[] ofSlots() {
      int[] numbers = new int[SLOTS];
      boolean[] found = new boolean[SLOTS];
      int missing = SLOTS;
      for (int number = 0; missing > 0; number++) {
        byte[] digits = Integer.toString(number).getBytes(US_ASCII);
        int slot = JedisClusterCRC16.getCRC16(digits) % SLOTS;
        if (!found[slot]) {
          found[slot] = true;
          numbers[slot] = number;
          missing--;
        }
      }
      return numbers;
    }
  }
}
