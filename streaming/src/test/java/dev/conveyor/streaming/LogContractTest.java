package dev.conveyor.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of transports with a log: every reader reads all of it. */
public abstract class LogContractTest extends ReaderContract {
  /** The same log, read from that place: {@code earliest}, {@code latest} or a message's ID. */
  protected Address from(String start) {
    return Address.parse(address() + "&start=" + start);
  }

  private MessageReader readerFrom(String start) throws InterruptedException {
    return Transports.endpoint(from(start)).openReader(ReaderOptions.defaults());
  }

  private void write(List<String> bodies) throws InterruptedException {
    try (MessageWriter writer = Transports.endpoint(address()).openWriter()) {
      writer.write(Texts.outgoing(bodies));
    }
  }

  @Test
  void showsAllToEveryReaderInOrder() throws Exception {
    List<String> numbers = Texts.numbers(0, 5_000);
    write(numbers);
    try (MessageReader one = reader();
        MessageReader other = reader()) {
      assertThat(Texts.of(Texts.read(one, 5_000))).isEqualTo(numbers);
      List<Message> messages = Texts.read(other, 5_000);
      assertThat(Texts.of(messages)).isEqualTo(numbers);
      assertThat(messages).allMatch(message -> message.source().equals(source()));
      assertThat(messages).extracting(Message::id).doesNotHaveDuplicates().doesNotContain("");
      assertThat(other.isConnected()).isTrue();
    }
  }

  @Test
  void goesOnAsMoreComes() throws Exception {
    try (MessageReader reader = reader();
        MessageWriter writer = Transports.endpoint(address()).openWriter()) {
      for (int i = 0; i < 50; i++) {
        writer.write(Texts.outgoing("a" + i, "b" + i));
        assertThat(Texts.of(Texts.read(reader, 2))).containsExactly("a" + i, "b" + i);
      }
      assertThat(reader.read(1, Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void keepsWhatWasAcknowledged() throws Exception {
    assertThat(Transports.endpoint(address()).delivery().returnsUnacknowledged()).isFalse();
    write("a", "b");
    try (MessageReader reader = reader()) {
      reader.acknowledge(Texts.read(reader, 2));
    }
    try (MessageReader reader = reader()) {
      assertThat(Texts.of(Texts.read(reader, 2))).containsExactly("a", "b");
    }
  }

  @Test
  void startsWhereTheAddressSays() throws Exception {
    write("a", "b", "c");
    String second;
    try (MessageReader earliest = readerFrom("earliest");
        MessageReader latest = readerFrom("latest")) {
      second = Texts.read(earliest, 3).get(1).id();
      assertThat(latest.read(1, SHORT)).isEmpty();
      write("d");
      assertThat(Texts.of(Texts.read(latest, 1))).containsExactly("d");
    }
    try (MessageReader reader = readerFrom(second)) {
      assertThat(Texts.of(Texts.read(reader, 3))).containsExactly("b", "c", "d");
    }
  }

  @Test
  void refusesAStartThatIsNone() {
    for (String start : List.of("", "soon", "1-", "-1", "18446744073709551616", "1-2-3")) {
      assertThatThrownBy(() -> Transports.endpoint(from(start)))
          .isInstanceOf(AddressException.class);
    }
  }

  @Test
  void readsNoMoreThanTheLimitAndTellsHowManyWait() throws Exception {
    write(Texts.numbers(0, 100));
    try (MessageReader reader = reader()) {
      assertThat(reader.read(30, LONG)).hasSize(30);
      assertThat(reader.waiting()).isIn(OptionalLong.empty(), OptionalLong.of(70));
      assertThat(reader.read(1_000, LONG)).hasSize(70);
      assertThat(reader.waiting()).isIn(OptionalLong.empty(), OptionalLong.of(0));
    }
  }

  @Test
  void refusesATopic() throws Exception {
    try (MessageWriter writer = Transports.endpoint(address()).openWriter()) {
      assertThatThrownBy(() -> writer.write(List.of(new Outgoing("cat", new byte[1]))))
          .isInstanceOf(AddressException.class);
    }
  }

  @Test
  void carriesEnvelopesBesidePlainBodies() throws Exception {
    Address enveloped = Address.parse(address() + "&envelope");
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try (MessageWriter writer = Transports.endpoint(enveloped).openWriter();
        MessageReader reader = reader(100)) {
      writer.write(Texts.outgoing("a", "x".repeat(100)));
      writer.write(Texts.outgoing("y".repeat(101)));
      write("plain");
      List<Message> messages = Texts.read(reader, 4);
      assertThat(Texts.of(messages))
          .containsExactly("a", "x".repeat(100), "y".repeat(101), "plain");
      assertThat(messages).extracting(Message::isDead).containsExactly(false, false, true, false);
      assertThat(messages.subList(0, 3))
          .extracting(message -> message.envelope().sequence())
          .containsExactly(1L, 2L, 3L);
      assertThat(messages.subList(0, 3))
          .extracting(message -> message.envelope().producer())
          .containsOnly(messages.get(0).envelope().producer());
      assertThat(messages.get(0).envelope().sentAt()).isBetween(before, Instant.now());
      assertThat(messages.get(3).envelope()).isNull();
    }
  }

  @Test
  void handsOverDeadWhatIsOverTheLimit() throws Exception {
    write("fits", "x".repeat(2_000), "y".repeat(200_000), "goes on");
    try (MessageReader reader = reader(100)) {
      List<Message> messages = Texts.read(reader, 4);
      assertThat(messages).extracting(Message::isDead).containsExactly(false, true, true, false);
      assertThat(messages.get(1).deathReason())
          .isEqualTo("message of 2000 bytes is over the limit of 100");
      assertThat(messages.get(2).deathReason())
          .isEqualTo("message of 200000 bytes is over the limit of 100");
      assertThat(Texts.of(messages.get(1))).isEqualTo("x".repeat(1_024));
      assertThat(Texts.of(messages.get(2))).isEqualTo("y".repeat(1_024));
      assertThat(messages).extracting(Message::id).doesNotContain("");
    }
  }

  @Test
  void closingFreesItsThreads() throws Exception {
    write("warm");
    Set<Thread> before = InThread.alive();
    try (MessageWriter writer = Transports.endpoint(address()).openWriter();
        MessageReader reader = reader()) {
      writer.write(Texts.outgoing("a"));
      Texts.read(reader, 2);
      reader.close();
    }
    await().untilAsserted(() -> assertThat(before).containsAll(InThread.alive()));
  }
}
