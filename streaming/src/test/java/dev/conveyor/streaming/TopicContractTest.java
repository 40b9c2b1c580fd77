package dev.conveyor.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.stats.SequenceTracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract of transports with a topic. */
public abstract class TopicContractTest extends TopicContract {
  @Test
  void keepsTheOrderOfOneWriter() throws Exception {
    try (MessageWriter writer = openWriter("words");
        MessageReader reader = openReader(writer, "words")) {
      meet(writer, "words", reader);
      List<String> numbers = Texts.numbers(0, 500);
      writer.write(Texts.outgoing(numbers));
      List<Message> messages = Texts.read(reader, 500);
      assertThat(Texts.of(messages)).isEqualTo(numbers);
      assertThat(messages).allMatch(message -> message.source().equals("words"));
      reader.acknowledge(messages);
    }
  }

  @Test
  void isEmptyAfterPatience() throws Exception {
    try (MessageWriter writer = openWriter("words");
        MessageReader reader = openReader(writer, "words")) {
      long start = System.nanoTime();
      assertThat(reader.read(10, SHORT)).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, LONG);
      assertThat(reader.read(10, Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void readsNoMoreThanTheLimit() throws Exception {
    try (MessageWriter writer = openWriter("words");
        MessageReader reader = openReader(writer, "words")) {
      meet(writer, "words", reader);
      writer.write(Texts.outgoing("a", "b", "c"));
      assertThat(reader.read(2, LONG)).hasSizeBetween(1, 2);
    }
  }

  @Test
  void reachesAll() throws Exception {
    try (MessageWriter writer = openWriter("words");
        MessageReader one = openReader(writer, "words");
        MessageReader other = openReader(writer, "words")) {
      meet(writer, "words", one, other);
      writer.write(Texts.outgoing("a", "b"));
      assertThat(Texts.of(Texts.read(one, 2))).containsExactly("a", "b");
      assertThat(Texts.of(Texts.read(other, 2))).containsExactly("a", "b");
    }
  }

  @Test
  void letsInExactlyTheTopic() throws Exception {
    try (MessageWriter writer = openWriter("");
        MessageReader cats = openReader(writer, "cat");
        MessageReader all = openReader(writer, "")) {
      meet(writer, "cat", cats, all);
      writer.write(
          List.of(
              new Outgoing("category", "no".getBytes(UTF_8)),
              new Outgoing("hat", "no".getBytes(UTF_8)),
              new Outgoing("ca", "no".getBytes(UTF_8)),
              new Outgoing("cat", "yes".getBytes(UTF_8)),
              new Outgoing("cat\u0000", "no".getBytes(UTF_8)),
              new Outgoing("cat", "again".getBytes(UTF_8))));
      assertThat(Texts.of(Texts.read(cats, 2))).containsExactly("yes", "again");
      assertThat(Texts.of(cats.read(1, SHORT))).isEmpty();
      assertThat(Texts.read(all, 6))
          .extracting(Message::source)
          .containsExactly("category", "hat", "ca", "cat", "cat\u0000", "cat");
    }
  }

  @Test
  void refusesAMessageOfNoTopic() throws Exception {
    try (MessageWriter writer = openWriter("");
        MessageReader reader = openReader(writer, "")) {
      meet(writer, "any", reader);
      assertThatThrownBy(() -> writer.write(Texts.outgoing("lost")))
          .isInstanceOf(AddressException.class);
    }
  }

  @Test
  void carriesAnyBytes() throws Exception {
    List<byte[]> bodies =
        List.of(new byte[0], new byte[] {0}, new byte[] {-1}, new byte[300], new byte[70_000]);
    try (MessageWriter writer = openWriter("words");
        MessageReader reader = openReader(writer, "words")) {
      meet(writer, "words", reader);
      writer.write(bodies.stream().map(Outgoing::of).toList());
      assertThat(Texts.read(reader, bodies.size()).stream().map(Message::body))
          .containsExactlyElementsOf(bodies);
    }
  }

  @Test
  void carriesEnvelopesNumberedTopicByTopic() throws Exception {
    Address enveloped = Address.parse(feeder("") + "&envelope");
    try (MessageWriter writer = Transports.endpoint(enveloped).openWriter();
        MessageReader cats = openReader(writer, "cat");
        MessageReader all = openReader(writer, "")) {
      meet(writer, "cat", cats, all);
      SequenceTracker ofCats = new SequenceTracker();
      SequenceTracker ofAll = new SequenceTracker();
      for (int i = 0; i < 3; i++) {
        writer.write(
            List.of(
                new Outgoing("cat", "yes".getBytes(UTF_8)),
                new Outgoing("hat", "no".getBytes(UTF_8))));
      }
      Texts.read(cats, 3).forEach(ofCats::add);
      Texts.read(all, 6).forEach(ofAll::add);
      assertThat(ofCats.isKnown()).isTrue();
      assertThat(ofCats.gaps()).isZero();
      assertThat(ofAll.gaps()).isZero();
      assertThat(ofAll.repeats()).isZero();
    }
  }

  @Test
  void handsOverDeadWhatIsOverTheLimit() throws Exception {
    try (MessageWriter writer = openWriter("words");
        MessageReader reader = openReader(writer, "words", 100)) {
      meet(writer, "words", reader);
      writer.write(Texts.outgoing("fits", "x".repeat(2_000), "goes on"));
      List<Message> messages = Texts.read(reader, 3);
      assertThat(messages).extracting(Message::isDead).containsExactly(false, true, false);
      assertThat(messages.get(1).deathReason())
          .isEqualTo("message of 2000 bytes is over the limit of 100");
      assertThat(Texts.of(messages.get(1))).isEqualTo("x".repeat(1_024));
    }
  }

  @Test
  void refusesToAcknowledgeMoreThanWasRead() throws Exception {
    try (MessageWriter writer = openWriter("words");
        MessageReader reader = openReader(writer, "words")) {
      meet(writer, "words", reader);
      writer.write(Texts.outgoing("a"));
      List<Message> many = new ArrayList<>(Texts.read(reader, 1));
      while (many.size() < 1_000) {
        many.add(many.get(0));
      }
      assertThatThrownBy(() -> reader.acknowledge(many))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void forgetsWhatAClosedReaderDidNotRead() throws Exception {
    try (MessageWriter writer = openWriter("words")) {
      try (MessageReader reader = openReader(writer, "words")) {
        meet(writer, "words", reader);
        writer.write(Texts.outgoing("a", "b"));
        Texts.read(reader, 1);
      }
      try (MessageReader reader = openReader(writer, "words")) {
        assertThat(reader.read(1, SHORT)).isEmpty();
      }
    }
  }

  @Test
  void interruptingEndsAWaitingRead() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    try (MessageWriter writer = openWriter("words");
        InThread<List<Message>> thread =
            InThread.run(
                () -> {
                  try (MessageReader reader = openReader(writer, "words")) {
                    open.countDown();
                    return reader.read(1, Duration.ofDays(1));
                  }
                })) {
      open.await();
      thread.interrupt();
      assertThat(thread.failure()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void waitsForASlowReaderUntilInterrupted() throws Exception {
    if (!waits()) {
      return;
    }
    AtomicInteger written = new AtomicInteger();
    CountDownLatch open = new CountDownLatch(1);
    Address[] inUse = new Address[1];
    Set<Thread> before = InThread.alive();
    try (InThread<Void> thread =
        InThread.run(
            () -> {
              try (MessageWriter writer = openWriter("words")) {
                inUse[0] = writer.address();
                open.countDown();
                List<Outgoing> some = List.of(Outgoing.of(new byte[100_000]));
                while (true) {
                  writer.write(some);
                  written.incrementAndGet();
                }
              }
            })) {
      open.await();
      Address address = reader(inUse[0], "words");
      try (MessageReader reader =
          Transports.endpoint(address)
              .openReader(ReaderOptions.defaults().withMaxMessage(1 << 20))) {
        Texts.read(reader, 1);
        awaitStandstill(written);
        int standing = written.get();
        await()
            .until(
                () -> {
                  reader.read(1_000, LONG);
                  return written.get() > standing;
                });
        awaitStandstill(written);
        thread.interrupt();
        assertThat(thread.failure()).isInstanceOf(InterruptedException.class);
      }
    }
    await().untilAsserted(() -> assertThat(before).containsAll(InThread.alive()));
  }

  private static void awaitStandstill(AtomicInteger count) {
    AtomicInteger last = new AtomicInteger(-1);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> last.getAndSet(count.get()) == count.get());
  }

  @Test
  void closingFreesItsThreads() throws Exception {
    Set<Thread> before = InThread.alive();
    try (MessageWriter writer = openWriter("words");
        MessageReader reader = openReader(writer, "words")) {
      meet(writer, "words", reader);
    }
    await().untilAsserted(() -> assertThat(before).containsAll(InThread.alive()));
  }
}
