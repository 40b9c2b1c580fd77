package dev.conveyor.streaming.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Administrable;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.QueueAdmin;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** Looks at waiting messages without taking them, and at queues that do not exist. */
@Timeout(60)
class PeekIT {
  @RegisterExtension static final RedisExtension redis = new RedisExtension();

  private static List<QueueAdmin.Waiting> peek(String query, int most, int kept)
      throws InterruptedException {
    Address address = Address.parse("redis://127.0.0.1:" + redis.port() + "?" + query);
    try (QueueAdmin admin = Administrable.at(address).openAdmin()) {
      return admin.peek(most, kept);
    }
  }

  private static List<String> texts(List<QueueAdmin.Waiting> waiting) {
    return waiting.stream().map(one -> new String(one.beginning(), UTF_8)).toList();
  }

  private static boolean exists(String query) throws InterruptedException {
    Address address = Address.parse("redis://127.0.0.1:" + redis.port() + "?" + query);
    try (QueueAdmin admin = Administrable.at(address).openAdmin()) {
      return admin.exists();
    }
  }

  @Test
  void showsTheHeadOfAListAndTakesNothing() throws Exception {
    List<String> numbers = Texts.numbers(0, 130);
    redis.client().rpush("words", numbers.toArray(String[]::new));
    assertThat(texts(peek("list=words", 3, 10))).containsExactly("0", "1", "2");
    assertThat(texts(peek("list=words", 120, 10))).isEqualTo(Texts.numbers(0, 120));
    assertThat(texts(peek("list=words", 1_000, 10))).isEqualTo(numbers);
    assertThat(redis.client().lrange("words", 0, -1)).isEqualTo(numbers);
    assertThat(redis.client().keys("*")).containsExactly("words");
    assertThat(peek("list=none", 3, 10)).isEmpty();
  }

  @Test
  void keepsTheBeginningOfLargeBodies() throws Exception {
    byte[] large = new byte[20 << 20];
    for (int i = 0; i < 5; i++) {
      redis.client().rpush("words".getBytes(UTF_8), large);
      redis
          .client()
          .xadd("log".getBytes(UTF_8), Map.of("body".getBytes(UTF_8), large), new XAddParams());
    }
    for (String query : List.of("list=words", "stream=log")) {
      List<QueueAdmin.Waiting> waiting = peek(query, 5, 100);
      assertThat(waiting).hasSize(5);
      assertThat(waiting).allMatch(one -> one.bytes() == large.length);
      assertThat(waiting).allMatch(one -> one.beginning().length == 100);
    }
  }

  @Test
  void showsBodiesWithoutTheirEnvelope() throws Exception {
    String query = "list=words&envelope";
    Address address = Address.parse("redis://127.0.0.1:" + redis.port() + "?" + query);
    try (MessageWriter writer = Transports.endpoint(address).openWriter()) {
      writer.write(Texts.outgoing("abcdef", ""));
    }
    assertThat(texts(peek(query, 5, 4))).containsExactly("abcd", "");
    assertThat(peek(query, 5, 4)).extracting(QueueAdmin.Waiting::bytes).containsExactly(6L, 0L);
  }

  @Test
  void showsAStreamFromItsStart() throws Exception {
    for (int i = 1; i <= 120; i++) {
      redis
          .client()
          .xadd("log", new StreamEntryID(i, 0), Map.of("body", "b" + i, "other", "o" + i));
    }
    assertThat(texts(peek("stream=log", 2, 10))).containsExactly("b1", "b2");
    assertThat(texts(peek("stream=log&start=119-0", 5, 10))).containsExactly("b119", "b120");
    assertThat(texts(peek("stream=log&field=other", 1, 10))).containsExactly("o1");
    assertThat(peek("stream=log", 200, 10)).hasSize(120);
    assertThat(peek("stream=log", 1, 10).get(0).id()).isEqualTo("1-0");
    assertThat(peek("stream=log", 1, 10).get(0).problem()).isEmpty();
    assertThat(peek("stream=log&field=x", 1, 10).get(0).problem())
        .hasValueSatisfying(
            problem ->
                assertThat(problem).matches("no field x \\(fields: (body, other|other, body)\\)"));
    assertThat(peek("stream=log&start=latest", 5, 10)).isEmpty();
    assertThat(peek("stream=none", 5, 10)).isEmpty();
  }

  @Test
  void tellsWhetherThereIsAnythingOfAQueue() throws Exception {
    assertThat(exists("list=words")).isFalse();
    assertThat(exists("stream=words")).isFalse();
    redis.client().set("{words}:done:total", "3");
    assertThat(exists("list=words")).isTrue();
    redis.client().sadd("{log}:runs", "run");
    assertThat(exists("stream=log")).isTrue();
    redis.client().rpush("list", "a");
    assertThat(exists("list=list")).isTrue();
    assertThat(redis.client().keys("*")).hasSize(3);
  }
}
