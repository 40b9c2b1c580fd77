package dev.conveyor.streaming.redis.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.InThread;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.MessageWriter;
import dev.conveyor.streaming.Outgoing;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.RedisTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** Writers and readers at work while their connections are cut, and while one side is slow. */
@Timeout(90)
class RedisListChaosIT {
  private static final int HALF = 10_000;
  @RegisterExtension final ListBench list = new ListBench();

  /** All connections to that Redis but the one that asks. */
  static void cutAllConnections(Jedis client) {
    client.clientKill(
        new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));
  }

  @Test
  void losesAndRepeatsNothingWhileConnectionsAreCut() throws Exception {
    CountDownLatch open = new CountDownLatch(4);
    CountDownLatch uncut = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    try (InThread<List<String>> one = InThread.run(() -> readAll(0, open, uncut, done));
        InThread<List<String>> other = InThread.run(() -> readAll(3, open, uncut, done));
        InThread<Void> low = InThread.run(() -> write(0, open, uncut));
        InThread<Void> high = InThread.run(() -> write(HALF, open, uncut))) {
      open.await();
      AtomicInteger cuts = new AtomicInteger();
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(25))
          .until(
              () -> {
                cutAllConnections(list.client());
                cuts.incrementAndGet();
                return done.get() >= 2 * HALF || one.isDone() || other.isDone();
              });
      uncut.countDown();
      low.result();
      high.result();
      List<String> read = Stream.of(one.result(), other.result()).flatMap(List::stream).toList();
      assertThat(read).containsExactlyInAnyOrderElementsOf(Texts.numbers(0, 2 * HALF));
      assertThat(cuts).hasValueGreaterThan(5);
      assertThat(list.client().get("{words}:done:total"))
          .isEqualTo(Integer.toString(other.result().size()));
    }
    assertThat(list.client().keys("*")).allMatch(key -> key.startsWith("{words}:done"));
  }

  private List<String> readAll(
      int attempts, CountDownLatch open, CountDownLatch uncut, AtomicInteger done)
      throws Exception {
    List<String> read = new ArrayList<>();
    try (MessageReader reader = list.reader(ReaderOptions.defaults().withAttempts(attempts))) {
      open.countDown();
      while (done.get() < 2 * HALF) {
        List<Message> messages = reader.read(10, Duration.ofMillis(100));
        reader.acknowledge(messages);
        read.addAll(Texts.of(messages));
        done.addAndGet(messages.size());
      }
      uncut.await();
      return read;
    }
  }

  private Void write(int from, CountDownLatch open, CountDownLatch uncut) throws Exception {
    List<Outgoing> numbers = Texts.outgoing(Texts.numbers(from, from + HALF));
    try (MessageWriter writer = new RedisTransport().endpoint(list.address()).openWriter()) {
      open.countDown();
      for (int i = 0; i < HALF; i += 20) {
        writer.write(numbers.subList(i, i + 20));
      }
      uncut.await();
      return null;
    }
  }

  @Test
  void makesAFeederWaitForASlowReader() throws Exception {
    int capacity = 10;
    Address bounded = Address.parse(list.address() + "&capacity=" + capacity);
    List<String> numbers = Texts.numbers(0, 200);
    try (MessageReader slow = list.reader(ReaderOptions.defaults());
        MessageWriter writer = new RedisTransport().endpoint(bounded).openWriter();
        InThread<Void> feeder =
            InThread.run(
                () -> {
                  writer.write(Texts.outgoing(numbers));
                  return null;
                })) {
      List<Message> read = new ArrayList<>();
      while (read.size() < numbers.size() - capacity) {
        await().until(() -> list.waiting().size() == capacity);
        await().during(Duration.ofMillis(30)).until(() -> list.waiting().size() == capacity);
        assertThat(feeder.isDone()).isEqualTo(read.size() >= numbers.size() - capacity);
        // What is in work does not take room from what waits.
        read.addAll(Texts.read(slow, capacity));
      }
      feeder.result();
      read.addAll(Texts.read(slow, capacity));
      assertThat(Texts.of(read)).isEqualTo(numbers);
      slow.acknowledge(read);
    }
    assertThat(list.client().keys("*")).isEmpty();
  }
}
