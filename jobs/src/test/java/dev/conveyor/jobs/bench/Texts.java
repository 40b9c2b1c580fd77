package dev.conveyor.jobs.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;

/** Messages of 42 bytes: six words of six letters, and a last one of one more. */
final class Texts {
  static final int WORDS = 6;
  private static final int VOCABULARY = 1_000;
  private static final int AT_ONCE = 10_000;

  private final Random random = new Random(42);
  private final String[] vocabulary = new String[VOCABULARY];

  Texts() {
    for (int i = 0; i < VOCABULARY; i++) {
      vocabulary[i] = word();
    }
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    random.ints(6, 'a', 'z' + 1).forEach(letter -> word.append((char) letter));
    return word.toString();
  }

  private String message() {
    StringBuilder message = new StringBuilder();
    for (int i = 0; i < WORDS; i++) {
      message.append(i == 0 ? "" : " ").append(vocabulary[random.nextInt(VOCABULARY)]);
    }
    return message.append('s').toString();
  }

  /** Fills a list or a stream, as any client would. */
  void fill(Jedis redis, Kind kind, String key, int messages) {
    for (int sent = 0; sent < messages; sent += AT_ONCE) {
      try (Pipeline pipeline = redis.pipelined()) {
        for (int i = 0; i < Math.min(AT_ONCE, messages - sent); i++) {
          add(pipeline, kind, key, message());
        }
      }
    }
  }

  private static void add(Pipeline pipeline, Kind kind, String key, String message) {
    if (kind == Kind.LIST) {
      pipeline.rpush(key.getBytes(US_ASCII), message.getBytes(US_ASCII));
    } else {
      Map<String, String> fields = new HashMap<>();
      fields.put("body", message);
      pipeline.xadd(key, StreamEntryID.NEW_ENTRY, fields);
    }
  }
}
