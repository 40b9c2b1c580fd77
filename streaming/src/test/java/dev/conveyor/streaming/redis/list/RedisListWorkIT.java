package dev.conveyor.streaming.redis.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.redis.ReaderProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages whose reader dies, freezes, is slow, or returns them. */
@Timeout(90)
class RedisListWorkIT {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final ReaderOptions ANY_NUMBER = ReaderOptions.defaults();
  private static final ReaderOptions SHORT = ANY_NUMBER.withLease(Duration.ofSeconds(2));
  @RegisterExtension static final ListBench list = new ListBench();

  @Test
  void bringsBackTheOneMessageThatAKilledReaderHad() throws Exception {
    list.push(Texts.numbers(0, 100).toArray(new String[0]));
    ReaderOptions patient = ANY_NUMBER.withLease(Duration.ofMinutes(1)).withAttempts(3);
    try (ReaderProcess killed = new ReaderProcess(list.address(), patient);
        MessageReader one = list.reader(patient);
        MessageReader other = list.reader(patient)) {
      List<String> read = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        read.add(killed.read());
        killed.acknowledge();
      }
      String inHand = killed.read();
      killed.kill();
      handle(one, other, read, 99);
      assertThat(one.read(1, SOON)).isEmpty();
      assertThat(read).as("not before the lease has run out").doesNotContain(inHand);
      list.client().zadd("{words}:leases", 1, holderOf(1));
      handle(one, other, read, 100);
      assertThat(read).containsExactlyInAnyOrderElementsOf(Texts.numbers(0, 100));
      assertThat(one.read(1, Duration.ofMillis(200))).isEmpty();
      assertThat(list.client().keys("{words}:*"))
          .containsExactlyInAnyOrder(
              "{words}:leases",
              "{words}:acknowledged",
              "{words}:limits",
              "{words}:done",
              "{words}:done:total");
    }
  }

  /** Lets two readers handle one message after the other until that many are read. */
  private static void handle(MessageReader one, MessageReader other, List<String> read, int count)
      throws Exception {
    while (read.size() < count) {
      handleOne(one, read);
      handleOne(other, read);
    }
  }

  private static void handleOne(MessageReader reader, List<String> read) throws Exception {
    List<Message> messages = reader.read(1, SOON);
    read.addAll(Texts.of(messages));
    reader.acknowledge(messages);
  }

  @Test
  void takesFromAFrozenReaderWhatItHadAndLetsItGoOn() throws Exception {
    list.push("a");
    try (ReaderProcess frozen = new ReaderProcess(list.address(), SHORT);
        MessageReader other = list.reader(ANY_NUMBER)) {
      assertThat(frozen.read()).isEqualTo("a");
      frozen.signal("STOP");
      assertThat(Texts.of(Texts.read(other, 1))).containsExactly("a");
      frozen.signal("CONT");
      frozen.acknowledge();
      list.push("b");
      assertThat(frozen.read()).isEqualTo("b");
      frozen.acknowledge();
      assertThat(list.client().keys("{words}:work:*")).hasSize(1);
    }
    assertThat(list.waiting()).containsExactly("a");
  }

  @Test
  void waitsForOneLeaseOnlyWhenTheClockOfRedisWasSetBack() throws Exception {
    list.push("a", "b");
    try (ReaderProcess dead = new ReaderProcess(list.address(), SHORT);
        MessageReader other = list.reader(SHORT)) {
      assertThat(dead.read()).isEqualTo("a");
      dead.kill();
      for (String reader : list.client().zrange("{words}:leases", 0, -1)) {
        list.client().zincrby("{words}:leases", 3_600_000, reader);
      }
      assertThat(Texts.of(Texts.read(other, 2))).containsExactlyInAnyOrder("a", "b");
      assertThat(list.client().zcard("{words}:leases")).isEqualTo(1);
    }
    assertThat(list.client().exists("{words}:limits")).isFalse();
  }

  @Test
  void leavesASlowReaderItsMessageBeyondTheLease() throws Exception {
    keepsItsMessageBeyondTheLease(() -> {});
  }

  @Test
  void renewsItsLeaseAgainAfterItsConnectionsWereCut() throws Exception {
    keepsItsMessageBeyondTheLease(() -> RedisListChaosIT.cutAllConnections(list.client()));
  }

  private static void keepsItsMessageBeyondTheLease(Runnable meanwhile) throws Exception {
    ReaderOptions leased = ANY_NUMBER.withLease(Duration.ofSeconds(5));
    list.push("slow");
    try (MessageReader slow = list.reader(leased);
        MessageReader other = list.reader(leased)) {
      List<Message> held = slow.read(1, LONG);
      String holder = holderOf(1);
      double beyond = leaseOf(holder) + leased.lease().toMillis();
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(400))
          .until(
              () -> {
                meanwhile.run();
                assertThat(other.read(1, SOON)).isEmpty();
                return other.isConnected() && leaseOf(holder) > beyond;
              });
      slow.acknowledge(held);
    }
    assertThat(list.client().keys("*")).isEmpty();
  }

  @Test
  void tellsAReaderThatItsLeaseRanOut() throws Exception {
    list.push("a", "b");
    try (MessageReader late = list.reader(ANY_NUMBER)) {
      List<Message> held = late.read(2, LONG);
      list.runOutAllLeases();
      try (MessageReader other = list.reader(ANY_NUMBER)) {
        assertThat(Texts.of(other.read(2, LONG))).containsExactly("a", "b");
        late.acknowledge(held.subList(0, 1));
        assertThat(late.reject(held.get(1), "too late to matter")).isTrue();
        assertThat(late.read(2, Duration.ZERO)).isEmpty();
        list.push("c");
        List<Message> next = late.read(2, LONG);
        assertThat(Texts.of(next)).containsExactly("c");
        late.acknowledge(next);
      }
    }
    assertThat(list.waiting()).containsExactly("a", "b");
  }

  @Test
  void bringsBackAllOfManyInPartsAlsoWhenTheReaderReturnsInBetween() throws Exception {
    int count = 12_000;
    list.push(Texts.numbers(0, count).toArray(new String[0]));
    try (MessageReader late = list.reader(ANY_NUMBER);
        MessageReader other = list.reader(ANY_NUMBER)) {
      List<Message> held = Texts.read(late, count);
      list.client().zadd("{words}:leases", 1, holderOf(count));
      HashSet<String> back = new HashSet<>(Texts.of(other.read(1, LONG)));
      assertThat(list.waiting()).as("a part").hasSizeLessThan(count - 1);
      late.acknowledge(held);
      back.addAll(Texts.of(Texts.read(other, count - 1)));
      assertThat(back).hasSize(count);
    }
  }

  private static double leaseOf(String holder) {
    return list.client().zscore("{words}:leases", holder);
  }

  private static String holderOf(int count) {
    return list.client().zrange("{words}:leases", 0, -1).stream()
        .filter(reader -> list.client().llen("{words}:work:" + reader) == count)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tellsHowManyWait() throws Exception {
    list.push("a", "b", "c");
    try (MessageReader reader = list.reader(ANY_NUMBER)) {
      assertThat(reader.waiting()).isEmpty();
      reader.read(1, LONG);
      assertThat(reader.waiting()).hasValue(2);
      reader.read(5, LONG);
      assertThat(reader.waiting()).hasValue(0);
    }
  }
}
