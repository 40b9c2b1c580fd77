package dev.conveyor.streaming.redis.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.FreePort;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.feed.FeedRate;
import dev.conveyor.streaming.feed.Feeder;
import dev.conveyor.streaming.feed.MessageSource;
import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.redis.RedisTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

@Timeout(90)
class RedisListIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Longer than an answer is waited for before a connection is given up. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(6);

  private final RedisTransport transport = new RedisTransport();
  @RegisterExtension final RedisExtension redis = new RedisExtension();
  private volatile long answeredAt;

  private Address list() {
    return Address.parse(redis.list("words"));
  }

  private MessageReader reader() throws InterruptedException {
    return transport.endpoint(list()).openReader(ReaderOptions.defaults());
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream().map(message -> new String(message.body(), UTF_8)).toList();
  }

  private static List<Outgoing> numbers(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Outgoing.of(Integer.toString(i).getBytes(UTF_8)))
        .toList();
  }

  @Test
  void readsWhatAnyClientPushes() throws Exception {
    redis.client().rpush("words", "we", "have", "seen");
    try (MessageReader reader = reader()) {
      assertThat(texts(reader.read(10, LONG))).containsExactly("we", "have", "seen");
    }
  }

  @Test
  void writesWhatAnyClientPops() throws Exception {
    try (MessageWriter writer = transport.endpoint(list()).openWriter()) {
      writer.write(numbers(0, 3));
    }
    assertThat(redis.client().blpop(5, "words")).containsExactly("words", "0");
    assertThat(redis.client().lrange("words", 0, -1)).containsExactly("1", "2");
  }

  @Test
  void acceptsAListThatIsSharedWithOthers() {
    transport.endpoint(Address.parse(redis.list("words") + "&shared&capacity=5&reconnect=1s"));
    assertThatThrownBy(() -> transport.endpoint(Address.parse(redis.list("words") + "&shared=yes")))
        .isInstanceOf(AddressException.class);
  }

  @Test
  void leavesNoKeyBehind() throws Exception {
    try (MessageWriter writer = transport.endpoint(list()).openWriter();
        MessageReader reader = reader()) {
      writer.write(numbers(0, 10));
      reader.acknowledge(reader.read(10, LONG));
    }
    assertThat(redis.client().keys("*")).isEmpty();
  }

  @Test
  void keepsItsOwnKeysUnderTheHashTagOfTheList() throws Exception {
    redis.client().rpush("words", "a");
    redis.client().rpush("{tag}list", "b");
    Address tagged = Address.parse(redis.list("{tag}list"));
    try (MessageReader reader = reader();
        MessageReader other =
            transport.endpoint(tagged).openReader(ReaderOptions.defaults().withMaxMessage(100))) {
      reader.read(1, LONG);
      other.read(1, LONG);
      assertThat(redis.client().keys("*"))
          .allMatch(key -> key.matches("\\{(words}|tag}:\\{tag}list):.*"));
      assertThat(redis.client().keys("{words}:work:*")).hasSize(1);
    }
  }

  @Test
  void returnsWhatADeadReaderHeldInItsOrder() throws Exception {
    redis.client().rpush("words", "a", "b", "c", "d");
    MessageReader dead = reader();
    assertThat(texts(dead.acknowledge(dead.read(1, LONG)))).containsExactly("a");
    List<Message> held = dead.read(2, LONG);
    assertThat(texts(held)).containsExactly("b", "c");
    redis.client().zadd("{words}:leases", 1, redis.client().zrange("{words}:leases", 0, 0).get(0));
    try (dead;
        MessageReader living = reader()) {
      assertThat(texts(living.read(3, LONG))).containsExactly("b", "c", "d");
      assertThat(dead.acknowledge(held)).isEmpty();
    }
  }

  /**
   * A stopped server still does, when it goes on, what connections that were given up had asked.
   */
  @Test
  void repeatsNothingAndLosesNothingWhenTheServerHangs() throws Exception {
    int count = 20_000;
    answeredAt = System.nanoTime();
    CompletableFuture<List<String>> reading = CompletableFuture.supplyAsync(() -> readAll(count));
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeAll(count));
    await().until(() -> redis.client().exists("{words}:leases"));
    signal("STOP");
    await().atMost(LONG).until(() -> System.nanoTime() - answeredAt > GIVEN_UP.toNanos());
    signal("CONT");
    writing.get(60, TimeUnit.SECONDS);
    List<String> read = reading.get(60, TimeUnit.SECONDS);
    assertThat(read)
        .containsExactlyElementsOf(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    try (Jedis after = RedisExtension.client(redis.port())) {
      assertThat(after.keys("*")).isEmpty();
    }
  }

  private void writeAll(int count) {
    try (MessageWriter writer = transport.endpoint(list()).openWriter()) {
      Iterator<Outgoing> numbers = numbers(0, count).iterator();
      MessageSource source = () -> Optional.of(numbers.next().body());
      new Feeder(source, writer, FeedRate.perSecond(2_000), count).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> readAll(int count) {
    List<String> read = new ArrayList<>();
    try (MessageReader reader = reader()) {
      while (read.size() < count) {
        List<Message> messages = reader.read(100, Duration.ofSeconds(1));
        if (reader.isConnected()) {
          answeredAt = System.nanoTime();
        }
        reader.acknowledge(messages);
        read.addAll(texts(messages));
      }
      return read;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(redis.redis().process().pid()))
        .start()
        .waitFor();
  }

  @Test
  void saysWhatIsWrongInOneLine() throws Exception {
    redis.client().hset("hash", "field", "value");
    assertThatThrownBy(
            () ->
                transport
                    .endpoint(Address.parse(redis.list("hash")))
                    .openReader(ReaderOptions.defaults()))
        .isInstanceOf(TransportException.class)
        .hasMessage(
            "cannot read from "
                + redis.list("hash")
                + ": the key holds a hash, not a list; name another key");
    int free = FreePort.any();
    Address unreachable = Address.parse("redis://127.0.0.1:" + free + "?list=words");
    assertThatThrownBy(() -> transport.endpoint(unreachable).openWriter())
        .isInstanceOf(TransportException.class)
        .hasMessageMatching("cannot write to redis://127\\.0\\.0\\.1:\\d+\\?list=words: .*; .*");
    Address far = Address.parse("redis://127.0.0.1:" + redis.port() + "/99?list=words");
    assertThatThrownBy(() -> transport.endpoint(far).openWriter())
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("no database 99");
  }

  @Test
  void endsAtAnInterruptWhileTheServerIsSilent() throws Exception {
    String server = Long.toString(redis.redis().process().pid());
    try (MessageReader reader =
        transport
            .endpoint(Address.parse(redis.list("words")))
            .openReader(ReaderOptions.defaults())) {
      assertThat(new ProcessBuilder("kill", "-STOP", server).start().waitFor()).isZero();
      try (InThread<Boolean> reading =
          InThread.run(
              () -> {
                while (true) {
                  reader.read(1, Duration.ofMillis(100));
                }
              })) {
        await().atMost(LONG).until(() -> !reader.isConnected());
        reading.interrupt();
        assertThat(reading.failure()).isInstanceOf(InterruptedException.class);
      } finally {
        assertThat(new ProcessBuilder("kill", "-CONT", server).start().waitFor()).isZero();
      }
    }
  }

  @Test
  void givesUpWhenTheServerStaysAway() throws Exception {
    Address impatient = Address.parse(redis.list("words") + "&reconnect=1s");
    try (MessageReader reader =
            transport.endpoint(impatient).openReader(ReaderOptions.defaults().withMaxMessage(100));
        MessageWriter writer = transport.endpoint(impatient).openWriter()) {
      redis.redis().kill();
      assertThat(reader.read(1, Duration.ofMillis(200))).isEmpty();
      assertThat(reader.isConnected()).isFalse();
      assertThatThrownBy(() -> reader.read(1, LONG))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("has not answered for 1 s");
      assertThatThrownBy(() -> writer.write(numbers(0, 1)))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("has not answered for 1 s");
    }
  }
}
