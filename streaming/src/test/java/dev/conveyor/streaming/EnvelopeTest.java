package dev.conveyor.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.transport.Producer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
  private static final Envelope SOME =
      new Envelope(0x0123456789abcdefL, 7, Instant.ofEpochMilli(1_700_000_000_123L));

  @Test
  void isTheDocumentedHeader() {
    byte[] sealed = SOME.seal("word".getBytes(UTF_8));
    assertThat(HexFormat.of().formatHex(sealed))
        .isEqualTo(
            "ff435601"
                + "0123456789abcdef"
                + "0000000000000007"
                + "0000018bcfe5687b"
                + "8011cebd"
                + "776f7264");
    assertThat(Envelope.of(sealed)).contains(SOME);
    assertThat(Envelope.body(sealed)).isEqualTo("word".getBytes(UTF_8));
  }

  /** Spark stores what a receiver has read as bytes where it runs on executors. */
  @Test
  void goesWithItsMessageToAnotherProcess() throws Exception {
    Message message = Message.received("s", SOME.seal("word".getBytes(UTF_8)), 100);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Message there = (Message) in.readObject();
      assertThat(there.envelope()).isEqualTo(SOME);
      assertThat(there.body()).isEqualTo(message.body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-9223372036854775808, false",
    "-1, false",
    "0, true",
    "1700000000123, true",
    "253402300799999, true",
    "253402300800000, false",
    "9223372036854775807, false"
  })
  void knowsNoTimeThatNoClockShows(long millis, boolean isTime) {
    byte[] sealed = new Envelope(1, 7, Instant.ofEpochMilli(millis)).seal(new byte[1]);
    Message message = Message.received("s", sealed, 100);
    assertThat(message.envelope().sequence()).isEqualTo(7);
    assertThat(message.envelope().sent().map(Instant::toEpochMilli))
        .isEqualTo(isTime ? Optional.of(millis) : Optional.empty());
    assertThat(MessagePage.of(List.of(message)).sentMillis(0))
        .isEqualTo(isTime ? millis : MessagePage.UNKNOWN_TIME);
    assertThat(new Envelope(1, 7, Envelope.UNKNOWN_TIME).sent()).isEmpty();
  }

  @Test
  void isThereAroundAnEmptyBody() {
    assertThat(Envelope.of(SOME.seal(new byte[0]))).contains(SOME);
    assertThat(Envelope.body(SOME.seal(new byte[0]))).isEmpty();
  }

  @Test
  void whatDiffersInAnyBitOfTheHeaderIsPlain() {
    byte[] sealed = SOME.seal("word".getBytes(UTF_8));
    for (int bit = 0; bit < Envelope.LENGTH * 8; bit++) {
      byte[] damaged = sealed.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(Envelope.of(damaged)).as("bit %s", bit).isEmpty();
      assertThat(Message.received("s", damaged, 100).body()).isEqualTo(damaged);
    }
  }

  @Test
  void whatIsCutShortIsPlain() {
    byte[] sealed = SOME.seal(new byte[0]);
    for (int length = 0; length < sealed.length; length++) {
      assertThat(Envelope.of(java.util.Arrays.copyOf(sealed, length))).isEmpty();
    }
  }

  @Test
  void numbersBeginAtOne() {
    assertThat(Envelope.of(new Envelope(1, 0, Instant.EPOCH).seal(new byte[0]))).isEmpty();
    Producer producer = new Producer(Clock.systemUTC());
    assertThat(producer.next("cat").sequence()).isEqualTo(1);
    assertThat(producer.next("hat").sequence()).isEqualTo(1);
    assertThat(producer.next("cat").sequence()).isEqualTo(2);
  }
}
