package dev.conveyor.jobs.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Locale;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * The least that can count the words of a list or a stream: one connection of Jedis that reads
 * pages of 10,000 by LRANGE or XRANGE, one thread, one {@link WordTable}. Claims and writes
 * nothing.
 *
 * <p>Arguments: port, {@code list} or {@code stream}, key. Prints messages, words and seconds.
 */
final class RedisLoop {
  private static final int PAGE = 10_000;

  private final Jedis redis;
  private final byte[] key;
  private final WordTable words = new WordTable();
  private long messages;

  private RedisLoop(Jedis redis, byte[] key) {
    this.redis = redis;
    this.key = key;
  }

  public static void main(String[] arguments) {
    DefaultJedisClientConfig plain =
        DefaultJedisClientConfig.builder()
            .autoNegotiateProtocol(false)
            .socketTimeoutMillis(60_000)
            .build();
    int port = Integer.parseInt(arguments[0]);
    try (Jedis redis = new Jedis(new HostAndPort("127.0.0.1", port), plain)) {
      RedisLoop loop = new RedisLoop(redis, arguments[2].getBytes(US_ASCII));
      redis.ping();
      long start = System.nanoTime();
      if (arguments[1].equals("list")) {
        loop.list();
      } else {
        loop.stream();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(Locale.ROOT, "%d %d %.4f%n", loop.messages, loop.words.total(), seconds);
    }
  }

  private void list() {
    List<byte[]> page = redis.lrange(key, 0, PAGE - 1);
    while (!page.isEmpty()) {
      page.forEach(words::addAll);
      messages += page.size();
      page = redis.lrange(key, messages, messages + PAGE - 1);
    }
  }

  private void stream() {
    byte[] last = "+".getBytes(US_ASCII);
    List<Object> page = redis.xrange(key, "-".getBytes(US_ASCII), last, PAGE);
    while (!page.isEmpty()) {
      byte[] id = null;
      for (Object one : page) {
        List<?> entry = (List<?>) one;
        id = (byte[]) entry.get(0);
        words.addAll((byte[]) ((List<?>) entry.get(1)).get(1));
      }
      messages += page.size();
      page = redis.xrange(key, ("(" + new String(id, US_ASCII)).getBytes(US_ASCII), last, PAGE);
    }
  }
}
