package dev.conveyor.streaming.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryStatsTest {
  private static final Instant SENT = Instant.ofEpochMilli(1_000_000);

  private static Message message(long sequence) {
    return Message.received("s", "", new Envelope(1, sequence, SENT), new byte[0], 1);
  }

  private static InstantSource at(Instant time) {
    return InstantSource.fixed(time);
  }

  private static DeliveryStats of(int first, int last) {
    DeliveryStats reception = new DeliveryStats();
    for (int i = first; i <= last; i++) {
      reception.add(message(i), at(SENT.plusMillis(i)));
    }
    return reception;
  }

  @Test
  void knowsNothingOfPlainMessages() {
    DeliveryStats reception = new DeliveryStats();
    reception.add(Message.of("s", new byte[0]), at(SENT));
    assertThat(reception.gaps()).isEmpty();
    assertThat(reception.repeats()).isEmpty();
    assertThat(reception.latency()).isEmpty();
  }

  @Test
  void addsUpWhatPartsHaveSeen() {
    DeliveryStats whole = of(51, 100);
    whole.add(of(1, 40));
    whole.add(of(100, 100));
    assertThat(whole.gaps()).hasValue(10);
    assertThat(whole.repeats()).hasValue(1);
    Latency latency = whole.latency().orElseThrow();
    assertThat(latency.p50()).isBetween(54L, 60L);
    assertThat(latency.p99()).isBetween(98L, 101L);
  }

  @Test
  void clocksThatDisagreeMakeNoNegativeLatency() {
    DeliveryStats reception = new DeliveryStats();
    reception.add(message(1), at(SENT.minusSeconds(60)));
    assertThat(reception.latency()).contains(new Latency(0, 0, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE})
  void timesThatNoClockShowsMakeNoLatency(long millis) {
    DeliveryStats reception = new DeliveryStats();
    Envelope hostile = new Envelope(1, 1, Instant.ofEpochMilli(millis));
    reception.add(Message.received("s", "", hostile, new byte[0], 1), at(SENT));
    assertThat(reception.gaps()).hasValue(0);
    assertThat(reception.latency()).isEmpty();
    reception.add(message(2), at(SENT.plusMillis(3)));
    assertThat(reception.latency()).contains(new Latency(3, 3, Optional.empty()));
  }

  /** Messages that were read at once, that many seconds after the first of all. */
  private static DeliveryStats readAfter(double seconds, int latency, int messages) {
    DeliveryStats stats = new DeliveryStats();
    Instant read = SENT.plusMillis((long) (seconds * 1_000));
    for (int i = 0; i < messages; i++) {
      Envelope envelope = new Envelope(1, 1 + i, read.minusMillis(latency));
      stats.add(Message.received("s", "", envelope, new byte[0], 1), at(read));
    }
    return stats;
  }

  private static Optional<Latency.AfterWarmUp> afterWarmUp(DeliveryStats stats) {
    return stats.latency().orElseThrow().afterWarmUp();
  }

  @Test
  void keepsTheLatencyWithoutTheFirstTenSeconds() {
    DeliveryStats stats = readAfter(0, 100, 5);
    stats.add(readAfter(9.999, 100, 5));
    assertThat(afterWarmUp(stats)).isEmpty();
    stats.add(readAfter(10, 20, 3));
    stats.add(readAfter(11, 40, 3));
    assertThat(afterWarmUp(stats)).contains(new Latency.AfterWarmUp(20, 40, 6));
    assertThat(stats.latency().orElseThrow().p50()).isEqualTo(100);
  }

  @Test
  void addsPartsToTheWarmUpInAnyOrder() {
    DeliveryStats stats = readAfter(11, 40, 3);
    stats.add(readAfter(25, 20, 4));
    assertThat(afterWarmUp(stats)).contains(new Latency.AfterWarmUp(20, 20, 4));
    stats.add(readAfter(0, 100, 5));
    assertThat(afterWarmUp(stats)).contains(new Latency.AfterWarmUp(20, 40, 7));
    stats.add(readAfter(5, 100, 5));
    assertThat(afterWarmUp(stats)).contains(new Latency.AfterWarmUp(20, 40, 7));
  }

  /** A worker adds message after message to one. */
  @Test
  void knowsTheWarmUpWithinOnePart() {
    DeliveryStats stats = of(1, 1);
    long read = 10_000;
    for (int i = 2; i <= 5; i++) {
      Envelope envelope = new Envelope(1, i, SENT.plusMillis(read - i));
      stats.add(Message.received("s", "", envelope, new byte[0], 1), at(SENT.plusMillis(++read)));
    }
    DeliveryStats sum = new DeliveryStats();
    sum.add(stats);
    assertThat(afterWarmUp(sum)).contains(new Latency.AfterWarmUp(4, 6, 4));
    sum.add(stats);
    assertThat(afterWarmUp(sum).orElseThrow().messages()).isEqualTo(8);
    assertThat(afterWarmUp(stats).orElseThrow().messages()).isEqualTo(4);
  }

  @Test
  void travels() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(of(1, 10));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      DeliveryStats copy = (DeliveryStats) in.readObject();
      copy.add(of(12, 12));
      assertThat(copy.gaps()).hasValue(1);
      assertThat(copy.latency()).isPresent();
    }
  }
}
