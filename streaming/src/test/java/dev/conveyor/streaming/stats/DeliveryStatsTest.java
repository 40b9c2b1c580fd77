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
import org.junit.jupiter.api.Test;

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
    assertThat(reception.latency()).contains(new Latency(0, 0));
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
