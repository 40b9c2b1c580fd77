package dev.conveyor.streaming.redis.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.redis.RedisTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

@Timeout(90)
class RedisChannelIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);
  private final RedisTransport transport = new RedisTransport();
  @RegisterExtension final RedisExtension redis = new RedisExtension();

  private Address channel(String rest) {
    return Address.parse(redis.channel("news" + rest));
  }

  private MessageReader reader(String query) throws InterruptedException {
    return transport
        .endpoint(Address.parse("redis://127.0.0.1:" + redis.port() + query))
        .openReader(ReaderOptions.defaults().withMaxMessage(200_000));
  }

  @Test
  void readsWhatAnyClientPublishesAsSoonAsItIsOpen() throws Exception {
    try (MessageReader exact = reader("?channel=news.cats");
        MessageReader pattern = reader("?pattern=news.*")) {
      redis.client().publish("news.cats", "a");
      redis.client().publish("news.hats", "b");
      redis.client().publish("other", "c");
      redis.client().publish("news.cats", "x".repeat(300_000));
      List<Message> messages = Texts.read(exact, 2);
      assertThat(Texts.of(messages.get(0))).isEqualTo("a");
      assertThat(messages.get(1).deathReason())
          .isEqualTo("message of 300000 bytes is over the limit of 200000");
      assertThat(Texts.of(messages.get(1))).isEqualTo("x".repeat(1_024));
      assertThat(Texts.read(pattern, 3))
          .extracting(Message::source)
          .containsExactly("news.cats", "news.hats", "news.cats");
      assertThat(exact.read(1, SHORT)).isEmpty();
    }
  }

  @Test
  void waitsForAFirstSubscriber() throws Exception {
    try (MessageWriter impatient = transport.endpoint(channel("&wait=100ms")).openWriter()) {
      assertThatThrownBy(() -> impatient.write(Texts.outgoing("lost")))
          .isInstanceOf(TransportException.class)
          .hasMessage(
              "cannot feed "
                  + channel("&wait=100ms")
                  + ": no subscriber came within 100ms; start the reader, or wait longer with"
                  + " &wait=60s");
    }
    try (InThread<Void> feeder =
        InThread.run(
            () -> {
              try (MessageWriter writer = transport.endpoint(channel("")).openWriter()) {
                writer.write(Texts.outgoing(Texts.numbers(0, 2_500)));
              }
              return null;
            })) {
      await().during(Duration.ofMillis(200)).until(() -> !feeder.isDone());
      try (MessageReader reader = reader("?channel=news")) {
        assertThat(Texts.of(Texts.read(reader, 2_500))).isEqualTo(Texts.numbers(0, 2_500));
      }
      feeder.result();
    }
  }

  @Test
  void subscribesAgainAfterALostConnection() throws Exception {
    try (MessageReader reader = reader("?channel=news")) {
      redis.client().publish("news", "before");
      redis.client().clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("before");
      awaitMessage(reader, "after");
      assertThat(reader.isConnected()).isTrue();
    }
  }

  private void awaitMessage(MessageReader reader, String body) {
    await()
        .atMost(LONG)
        .until(
            () -> {
              redis.client().publish("news", body);
              return Texts.of(reader.read(10_000, SHORT)).contains(body);
            });
  }

  @Test
  void comesBackAfterRedisCutItOffForBeingSlow() throws Exception {
    redis.client().configSet("client-output-buffer-limit", "pubsub 1000000 0 0");
    try (MessageReader reader = reader("?channel=news")) {
      String large = "x".repeat(100_000);
      int published = 0;
      while (redis.client().publish("news", large) > 0) {
        published++;
      }
      int read = 0;
      List<Message> messages = new ArrayList<>();
      do {
        messages = reader.read(10, Duration.ofMillis(500));
        read += messages.size();
      } while (!messages.isEmpty());
      assertThat(read).isPositive().isLessThanOrEqualTo(published);
      awaitMessage(reader, "after");
    }
  }

  @Test
  void noticesAHungServer() throws Exception {
    try (MessageReader reader = reader("?channel=news")) {
      awaitMessage(reader, "before");
      signal("STOP");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                reader.read(1, Duration.ofMillis(500));
                return !reader.isConnected();
              });
      signal("CONT");
      awaitMessage(reader, "after");
      assertThat(reader.isConnected()).isTrue();
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(redis.redis().process().pid()))
        .start()
        .waitFor();
  }
}
