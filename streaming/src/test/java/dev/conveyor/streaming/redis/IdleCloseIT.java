package dev.conveyor.streaming.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Backlog;
import dev.conveyor.streaming.BacklogOptions;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.internal.RedisLink;
import dev.conveyor.streaming.redis.internal.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ClientKillParams;

/** Redis closes idle clients ({@code timeout}); the next question opens a connection, quietly. */
@Timeout(60)
class IdleCloseIT {
  private final RedisTransport transport = new RedisTransport();
  @RegisterExtension final RedisExtension redis = new RedisExtension();

  /** Closes the connection of an idle client, without the idle time. */
  private void closeOthers() {
    redis
        .client()
        .clientKill(ClientKillParams.clientKillParams().skipMe(ClientKillParams.SkipMe.YES));
  }

  private RedisLink link() throws InterruptedException {
    return new RedisLink(
        RedisServer.of(Address.parse(redis.list("words"))), "words", "list", "read from");
  }

  private static String ping(RedisLink link) throws InterruptedException {
    return link.ask(Jedis::ping);
  }

  @Test
  void aQuestionIsAskedAgainOverANewConnection() throws Exception {
    try (RedisLink link = link()) {
      for (int time = 0; time < 3; time++) {
        closeOthers();
        assertThat(ping(link)).isEqualTo("PONG");
        closeOthers();
        assertThat(link.askQuietly(Jedis::ping)).contains("PONG");
      }
      assertThat(link.wasAway()).as("it answered each time").isFalse();
    }
  }

  @Test
  void theTimeoutOfRedisItselfIsNoOutage() throws Exception {
    try (RedisLink link = link()) {
      redis.client().configSet("timeout", "1");
      String watched = "name=";
      redis.client().clientSetname("watching");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> redis.client().clientList().split(watched, -1).length == 2);
      assertThat(ping(link)).isEqualTo("PONG");
      assertThat(link.wasAway()).isFalse();
    }
  }

  @Test
  void aServerThatIsGoneIsAway() throws Exception {
    try (RedisLink link = link()) {
      try {
        redis.client().shutdown();
      } catch (JedisException e) {
        // It is down, which is what was asked for.
      }
      assertThat(link.ask(Jedis::ping, Duration.ZERO)).isEmpty();
      assertThat(link.askQuietly(Jedis::ping)).isEmpty();
      assertThat(link.wasAway()).isTrue();
    }
  }

  @Test
  void readersWritersAndBacklogsGoOn() throws Exception {
    for (String address :
        List.of(redis.list("words"), redis.list("log").replace("list=", "stream="))) {
      Address at = Address.parse(address);
      try (MessageWriter writer = transport.endpoint(at).openWriter();
          MessageReader reader = transport.endpoint(at).openReader(ReaderOptions.defaults())) {
        for (String body : List.of("a", "b")) {
          closeOthers();
          writer.write(Texts.outgoing(body));
          closeOthers();
          List<Message> read = Texts.read(reader, 1);
          assertThat(new String(read.get(0).body(), UTF_8)).isEqualTo(body);
          assertThat(reader.isServerAway()).as("at %s", at).isFalse();
          closeOthers();
          assertThat(reader.acknowledge(read)).hasSize(1);
        }
      }
      try (Backlog backlog = Replayable.at(at).openBacklog(BacklogOptions.of("poem", 1))) {
        closeOthers();
        backlog.start();
        assertThat(backlog.wasAway()).as("at %s", at).isFalse();
      }
    }
  }
}
