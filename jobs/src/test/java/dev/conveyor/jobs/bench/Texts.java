package dev.conveyor.jobs.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Map;
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.XAddParams;

/** Messages of one length: words of six letters, the last one longer. */
final class Texts {
  private static final int VOCABULARY = 1_000;
  private static final int AT_ONCE = 10_000;

  private final Random random = new Random(42);
  private final String[] vocabulary = new String[VOCABULARY];
  private final int bytes;

  Texts(int bytes) {
    this.bytes = bytes;
    for (int i = 0; i < VOCABULARY; i++) {
      StringBuilder word = new StringBuilder();
      random.ints(6, 'a', 'z' + 1).forEach(letter -> word.append((char) letter));
      vocabulary[i] = word.toString();
    }
  }

  /** Words in a message of this length. */
  static int words(int bytes) {
    return Math.max(1, bytes / 7);
  }

  String message() {
    StringBuilder message = new StringBuilder();
    for (int i = 0; i < words(bytes); i++) {
      message.append(i == 0 ? "" : " ").append(vocabulary[random.nextInt(VOCABULARY)]);
    }
    message.append("s".repeat(Math.max(0, bytes - message.length())));
    message.setLength(bytes);
    return message.toString();
  }

  /** Fills a list or a stream, as any client would. */
  void fill(Jedis redis, String kind, String key, int messages) {
    for (int sent = 0; sent < messages; sent += AT_ONCE) {
      try (Pipeline pipeline = redis.pipelined()) {
        for (int i = 0; i < Math.min(AT_ONCE, messages - sent); i++) {
          if (kind.equals("list")) {
            pipeline.rpush(key, message());
          } else {
            pipeline.xadd(key, XAddParams.xAddParams(), Map.of("body", message()));
          }
        }
      }
    }
  }

  /** The number of messages that are sent as lines. */
  byte[] lines(int messages) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < messages; i++) {
      lines.append(message()).append('\n');
    }
    return lines.toString().getBytes(US_ASCII);
  }
}
