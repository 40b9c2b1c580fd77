package dev.conveyor.streaming.redis.internal;

import static dev.conveyor.streaming.redis.internal.RedisBytes.bytes;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Moves the keys beside a key with braces from the names that they had before {@link HashTag} gave
 * each key names of its own: {@code KEY:…}, or {@code {KEY}:…} where KEY has no hash tag.
 *
 * <p>The earlier names of {@code {orders}} are the present ones of {@code orders}. They stay with
 * that, since no key tells whose it is; but the keys of a run move when it opens {@code {orders}},
 * unless they were written under the present names.
 */
public final class LegacyKeys {
  private static final Logger LOG = LoggerFactory.getLogger(LegacyKeys.class);
  private static final RedisScript MOVE = RedisScript.named("move-keys.lua");

  private LegacyKeys() {}

  /** Moves what may be moved of a key; with a run, also what is that run's alone. */
  public static void move(RedisLink link, String key, Optional<String> run)
      throws InterruptedException {
    if (!HashTag.hasBraces(key)) {
      return;
    }
    String earlier = (key.matches("(?s).*\\{[^}]+}.*") ? key : "{" + key + "}") + ":";
    String present = HashTag.of(key) + ":";
    boolean shared = isShared(key);
    if (shared && run.isEmpty()) {
      return;
    }
    List<byte[]> keys = List.of(bytes(earlier + "leases"), bytes(present + "leases"));
    if (JedisClusterCRC16.getSlot(keys.get(0)) != JedisClusterCRC16.getSlot(keys.get(1))
        && link.ask(LegacyKeys::isCluster)) {
      return;
    }
    List<byte[]> arguments =
        List.of(bytes(earlier), bytes(present), bytes(shared ? run.orElseThrow() : ""));
    while (link.ask(redis -> MOVE.run(redis, keys, arguments)).equals(1L)) {
      LOG.debug("moving more of what lies beside {}", key);
    }
  }

  /** Returns whether the earlier names of this key are the present ones of another key. */
  private static boolean isShared(String key) {
    int close = key.indexOf('}');
    if (!key.startsWith("{") || close < 2) {
      return false;
    }
    String tag = key.substring(1, close);
    boolean another = close == key.length() - 1;
    return another
        ? HashTag.of(tag).equals(key)
        : key.startsWith("}:", close) && HashTag.of(key.substring(close + 2)).equals(key);
  }

  private static boolean isCluster(Jedis redis) {
    return redis.info("cluster").contains("cluster_enabled:1");
  }
}
