package dev.conveyor.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The contract of transports with a queue. */
public abstract class QueueContractTest extends ReaderContract {
  /** Returns the same queue with a capacity. */
  protected Address bounded(int capacity) {
    return Address.parse(address() + "&capacity=" + capacity);
  }

  /**
   * Returns whether what is rejected and kept comes before all that waits, even on its way to a
   * reader.
   */
  protected boolean bringsBackFirst() {
    return true;
  }

  /** Returns whether messages that were written together come back together. */
  protected boolean bringsBackBlocks() {
    return false;
  }

  /** Returns whether what a reader leaves unacknowledged comes to the next one. */
  private boolean keeps() {
    return Transports.endpoint(address()).delivery().returnsUnacknowledged();
  }

  private void assertNextReaderGets(String... bodies) throws InterruptedException {
    try (MessageReader next = reader()) {
      if (keeps() && bringsBackBlocks()) {
        assertThat(readUntil(next, Set.of(bodies[bodies.length - 1]))).endsWith(bodies);
      } else if (keeps()) {
        assertThat(Texts.of(Texts.read(next, bodies.length))).containsExactly(bodies);
      }
      assertThat(next.read(1, SHORT)).isEmpty();
    }
  }

  /** Reads and acknowledges until these have come. */
  private static List<String> readUntil(MessageReader reader, Set<String> last)
      throws InterruptedException {
    List<String> read = new ArrayList<>();
    while (!read.containsAll(last)) {
      List<Message> one = Texts.read(reader, 1);
      read.addAll(Texts.of(one));
      reader.acknowledge(one);
    }
    return read;
  }

  @Test
  void keepsTheOrderOfOneWriter() throws Exception {
    List<String> numbers = Texts.numbers(0, 1_000);
    try (MessageWriter writer = writer();
        MessageReader reader = reader()) {
      for (int i = 0; i < 1_000; i += 100) {
        writer.write(Texts.outgoing(numbers.subList(i, i + 100)));
      }
      List<Message> messages = Texts.read(reader, 1_000);
      assertThat(Texts.of(messages)).isEqualTo(numbers);
      assertThat(messages).allMatch(message -> message.source().equals(source()));
      assertThat(reader.isConnected()).isTrue();
    }
  }

  @Test
  void readsNoMoreThanTheLimit() throws Exception {
    write("a", "b", "c");
    try (MessageReader reader = reader()) {
      List<Message> messages = new ArrayList<>(reader.read(2, LONG));
      assertThat(messages).hasSizeBetween(1, 2);
      messages.addAll(Texts.read(reader, 3 - messages.size()));
      assertThat(Texts.of(messages)).containsExactly("a", "b", "c");
    }
  }

  @Test
  void bringsBackWhatWasNotAcknowledgedInOrder() throws Exception {
    write("a", "b", "c", "d");
    try (MessageReader reader = reader()) {
      // What a reader that keeps nothing has not taken may still be with the feeder.
      List<Message> taken = Texts.read(reader, keeps() ? 3 : 4);
      reader.acknowledge(taken.subList(0, 1));
    }
    assertNextReaderGets("b", "c", "d");
  }

  @Test
  void forgetsWhatWasAcknowledged() throws Exception {
    write("a", "b");
    try (MessageReader reader = reader()) {
      reader.acknowledge(Texts.read(reader, 2));
    }
    try (MessageReader reader = reader()) {
      assertThat(reader.read(1, SHORT)).isEmpty();
    }
  }

  @Test
  void sharesAmongReadersWithoutLossOrRepeat() throws Exception {
    List<String> numbers = Texts.numbers(0, 2_000);
    Queue<String> all = new ConcurrentLinkedQueue<>();
    CountDownLatch connected = new CountDownLatch(2);
    try (InThread<Void> one = InThread.run(() -> readUntil(2_000, all, connected));
        InThread<Void> other = InThread.run(() -> readUntil(2_000, all, connected));
        MessageWriter writer = writer()) {
      connected.await();
      for (int i = 0; i < 2_000; i += 50) {
        writer.write(Texts.outgoing(numbers.subList(i, i + 50)));
      }
      one.result();
      other.result();
      assertThat(all).containsExactlyInAnyOrderElementsOf(numbers);
    }
  }

  /** Reads until as many have come, to whomever; who gets how many is the transport's choice. */
  private Void readUntil(int count, Queue<String> all, CountDownLatch connected)
      throws InterruptedException {
    try (MessageReader reader = reader()) {
      do {
        assertThat(reader.read(1, SHORT)).isEmpty();
      } while (!reader.isConnected());
      connected.countDown();
      while (all.size() < count) {
        List<Message> messages = reader.read(10, SHORT);
        reader.acknowledge(messages);
        all.addAll(Texts.of(messages));
      }
    }
    return null;
  }

  @Test
  void carriesEnvelopesBesidePlainBodies() throws Exception {
    Address enveloped = Address.parse(address() + "&envelope");
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try (MessageWriter writer = writer(enveloped);
        MessageReader reader = reader(100)) {
      writer.write(Texts.outgoing("a", "b"));
      writer.write(Texts.outgoing("x".repeat(100), "y".repeat(101)));
      List<Message> messages = Texts.read(reader, 4);
      assertThat(Texts.of(messages)).containsExactly("a", "b", "x".repeat(100), "y".repeat(101));
      assertThat(messages).extracting(Message::isDead).containsExactly(false, false, false, true);
      assertThat(messages)
          .extracting(message -> message.envelope().sequence())
          .containsExactly(1L, 2L, 3L, 4L);
      assertThat(messages)
          .extracting(message -> message.envelope().producer())
          .containsOnly(messages.get(0).envelope().producer());
      assertThat(messages.get(0).envelope().sentAt()).isBetween(before, Instant.now());
      write("plain");
      Message plain = Texts.read(reader, 1).get(0);
      assertThat(Texts.of(plain)).isEqualTo("plain");
      assertThat(plain.envelope()).isNull();
    }
  }

  @Test
  void handsOverDeadWhatIsOverTheLimit() throws Exception {
    write("fits", "x".repeat(2_000), "y".repeat(101), "goes on");
    try (MessageReader reader = reader(100)) {
      List<Message> messages = Texts.read(reader, 4);
      assertThat(messages).extracting(Message::isDead).containsExactly(false, true, true, false);
      assertThat(messages.get(1).deathReason())
          .isEqualTo("message of 2000 bytes is over the limit of 100");
      assertThat(Texts.of(messages.get(1))).isEqualTo("x".repeat(1_024));
      assertThat(Texts.of(messages.get(3))).isEqualTo("goes on");
    }
    assertNextReaderGets("fits", "x".repeat(2_000), "y".repeat(101), "goes on");
  }

  @Test
  void makesItsWriterWaitWhenFull() throws Exception {
    List<String> numbers = Texts.numbers(0, 50);
    try (InThread<Void> feeder = feeder(numbers)) {
      await().during(Duration.ofMillis(300)).until(() -> !feeder.isDone());
      List<String> read = new ArrayList<>();
      try (MessageReader reader = reader()) {
        while (read.size() < numbers.size()) {
          List<Message> messages = reader.read(7, LONG);
          reader.acknowledge(messages);
          read.addAll(Texts.of(messages));
        }
        feeder.result();
      }
      assertThat(read).isEqualTo(numbers);
    }
  }

  private InThread<Void> feeder(List<String> bodies) {
    return InThread.run(
        () -> {
          try (MessageWriter writer = Transports.endpoint(bounded(10)).openWriter()) {
            writer.write(Texts.outgoing(bodies));
          }
          return null;
        });
  }

  @Test
  void bringsBackWhatWasRejectedWhereItIsKept() throws Exception {
    write("a", "b", "c");
    boolean keeps = Transports.endpoint(address()).delivery().returnsUnacknowledged();
    try (MessageReader reader = reader()) {
      List<Message> two = Texts.read(reader, 2);
      assertThat(reader.reject(two.get(0), "not today")).isEqualTo(keeps);
      reader.acknowledge(two.subList(1, 2));
      if (bringsBackBlocks()) {
        readUntil(reader, Set.of("a", "c"));
        return;
      }
      List<String> left = keeps ? List.of("a", "c") : List.of("c");
      List<Message> rest = Texts.read(reader, left.size());
      if (bringsBackFirst()) {
        assertThat(Texts.of(rest)).isEqualTo(left);
      } else {
        assertThat(Texts.of(rest)).containsExactlyInAnyOrderElementsOf(left);
      }
      reader.acknowledge(rest);
      assertThatThrownBy(() -> reader.reject(two.get(0), "twice"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void interruptingEndsAWaitingWrite() throws Exception {
    try (InThread<Void> feeder = feeder(Texts.numbers(0, 50))) {
      await().during(Duration.ofMillis(300)).until(() -> !feeder.isDone());
      feeder.interrupt();
      assertThat(feeder.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void closingFreesItsThreads() throws Exception {
    write("warm");
    Set<Thread> before = InThread.alive();
    try (MessageWriter writer = writer();
        MessageReader reader = reader()) {
      writer.write(Texts.outgoing("a"));
      reader.acknowledge(Texts.read(reader, 2));
    }
    await().untilAsserted(() -> assertThat(before).containsAll(InThread.alive()));
  }

  @Test
  void closesTwiceWithoutHarm() throws Exception {
    write("a");
    MessageReader reader = reader();
    Texts.read(reader, 1);
    reader.close();
    reader.close();
    assertNextReaderGets("a");
  }
}
