package dev.conveyor.streaming.redis.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.TransportException;
import dev.conveyor.streaming.redis.RedisExtension;
import dev.conveyor.streaming.redis.RedisTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

@Timeout(90)
class RedisStreamIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private final RedisTransport transport = new RedisTransport();
  @RegisterExtension final RedisExtension redis = new RedisExtension();

  private Address stream(String rest) {
    return Address.parse(redis.stream("words") + rest);
  }

  private MessageReader reader(String rest, int maxMessage) throws InterruptedException {
    return transport
        .endpoint(stream(rest))
        .openReader(ReaderOptions.defaults().withMaxMessage(maxMessage));
  }

  private void write(String rest, List<Outgoing> messages) throws InterruptedException {
    try (MessageWriter writer = transport.endpoint(stream(rest)).openWriter()) {
      writer.write(messages);
    }
  }

  private List<StreamEntry> entries() {
    return redis.client().xrange("words", (StreamEntryID) null, null);
  }

  @Test
  void readsWhatAnyClientAppends() throws Exception {
    redis.client().xadd("words", new StreamEntryID(5, 1), Map.of("a", "b", "text", "seen"));
    redis.client().xadd("words", new StreamEntryID(5, 2), Map.of("other", "x"));
    redis.client().xadd("words", new StreamEntryID(7, 0), Map.of("text", "more"));
    try (MessageReader reader = reader("&field=text", 1_000)) {
      List<Message> messages = Texts.read(reader, 3);
      assertThat(messages).extracting(Message::id).containsExactly("5-1", "5-2", "7-0");
      assertThat(Texts.of(messages)).containsExactly("seen", "", "more");
      assertThat(messages.get(1).deathReason()).contains("without a field \"text\"");
    }
  }

  @Test
  void writesWhatAnyClientReads() throws Exception {
    write("", Texts.outgoing("we", "have"));
    write("&field=text&envelope", Texts.outgoing("seen"));
    assertThat(entries().subList(0, 2))
        .extracting(StreamEntry::getFields)
        .containsExactly(Map.of("body", "we"), Map.of("body", "have"));
    Map<String, String> enveloped = entries().get(2).getFields();
    assertThat(enveloped)
        .hasSize(4)
        .containsEntry("text", "seen")
        .containsEntry("conveyor-sequence", "1");
    assertThat(enveloped.get("conveyor-producer")).matches("[0-9a-f]{16}");
    assertThat(Long.parseLong(enveloped.get("conveyor-time")))
        .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
    assertThat(redis.client().keys("*")).containsExactly("words");
  }

  @Test
  void trimsOnlyWhenTold() throws Exception {
    write("", Texts.outgoing(Texts.numbers(0, 3_000)));
    assertThat(redis.client().xlen("words")).isEqualTo(3_000);
    write("&trim=1000", Texts.outgoing("last"));
    assertThat(redis.client().xlen("words")).isBetween(1_000L, 1_500L);
  }

  @Test
  void passesOverWhatWasDeleted() throws Exception {
    write("", Texts.outgoing("a", "b", "c", "d"));
    redis.client().xdel("words", entries().get(1).getID());
    try (MessageReader reader = reader("", 1_000)) {
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("a");
      redis.client().xdel("words", entries().get(1).getID());
      assertThat(Texts.of(Texts.read(reader, 1))).containsExactly("d");
    }
  }

  /** After many small ones, a page of large ones would be far over the limit of a reply. */
  @Test
  void boundsWhatAReadHolds() throws Exception {
    write("", Texts.outgoing(Texts.numbers(0, 5_000)));
    write("", Collections.nCopies(60, Outgoing.of(new byte[1 << 20])));
    try (MessageReader reader = reader("", 1 << 20)) {
      int read = 0;
      while (read < 5_060) {
        List<Message> messages = reader.read(10_000, LONG);
        assertThat(messages).isNotEmpty().noneMatch(Message::isDead);
        assertThat(messages.stream().mapToLong(message -> message.body().length).sum())
            .isLessThan(20 << 20);
        read += messages.size();
      }
      assertThat(reader.read(1, Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void handsOverDeadWhatIsCrowdedOutByOtherFields() throws Exception {
    redis.client().xadd("words", StreamEntryID.NEW_ENTRY, Map.of("body", "before"));
    List<byte[]> entry = new ArrayList<>(List.of("words".getBytes(UTF_8), "*".getBytes(UTF_8)));
    for (int i = 0; i < 200; i++) {
      entry.addAll(List.of(("other" + i).getBytes(UTF_8), new byte[60_000]));
    }
    entry.addAll(List.of("body".getBytes(UTF_8), new byte[50_000]));
    redis.client().sendCommand(Protocol.Command.XADD, entry.toArray(byte[][]::new));
    redis.client().xadd("words", StreamEntryID.NEW_ENTRY, Map.of("body", "after"));
    try (MessageReader reader = reader("", 60_000)) {
      List<Message> messages = Texts.read(reader, 3);
      assertThat(messages).extracting(Message::isDead).containsExactly(false, true, false);
      assertThat(messages.get(1).deathReason()).contains("leave no room");
      assertThat(Texts.of(messages.get(2))).isEqualTo("after");
    }
  }

  /**
   * A stopped server still does, when it goes on, what connections that were given up had asked.
   */
  @Test
  void repeatsNothingAndLosesNothingWhenTheServerHangs() throws Exception {
    int count = 20_000;
    AtomicInteger read = new AtomicInteger();
    AtomicBoolean connected = new AtomicBoolean(true);
    CountDownLatch stopped = new CountDownLatch(1);
    try (InThread<List<String>> reading = InThread.run(() -> readAll(count, read, connected));
        InThread<Void> writing = InThread.run(() -> writeAll(count, stopped))) {
      await().until(() -> read.get() > 0);
      signal("STOP");
      stopped.countDown();
      await().atMost(LONG).untilFalse(connected);
      signal("CONT");
      writing.result();
      assertThat(reading.result()).isEqualTo(Texts.numbers(0, count));
    }
    try (Jedis after = RedisExtension.client(redis.port())) {
      assertThat(after.keys("*")).containsExactly("words");
    }
  }

  /** Keeps the second half until the server has stopped, or all may have been read by then. */
  private Void writeAll(int count, CountDownLatch stopped) throws InterruptedException {
    try (MessageWriter writer = transport.endpoint(stream("")).openWriter()) {
      for (int i = 0; i < count; i += 10) {
        if (i == count / 2) {
          stopped.await();
        }
        writer.write(Texts.outgoing(Texts.numbers(i, i + 10)));
      }
    }
    return null;
  }

  private List<String> readAll(int count, AtomicInteger read, AtomicBoolean connected)
      throws InterruptedException {
    List<String> all = new ArrayList<>();
    try (MessageReader reader = reader("", 1_000)) {
      while (all.size() < count) {
        all.addAll(Texts.of(reader.read(100, Duration.ofMillis(500))));
        connected.set(reader.isConnected());
        read.set(all.size());
      }
    }
    return all;
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(redis.redis().process().pid()))
        .start()
        .waitFor();
  }

  @Test
  void refusesAnotherKindOfKey() {
    redis.client().rpush("words", "a");
    assertThatThrownBy(() -> transport.endpoint(stream("")).openWriter())
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("the key holds a list, not a stream; name another key");
  }
}
