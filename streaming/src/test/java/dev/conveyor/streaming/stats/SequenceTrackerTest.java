package dev.conveyor.streaming.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceTrackerTest {
  private static final byte[] NOTHING = new byte[0];

  private static Message message(String source, long producer, long sequence) {
    Envelope envelope = new Envelope(producer, sequence, Instant.EPOCH);
    return Message.received(source, "", envelope, NOTHING, 1);
  }

  private static SequenceTracker of(long... sequences) {
    SequenceTracker continuity = new SequenceTracker();
    for (long sequence : sequences) {
      continuity.add(message("s", 1, sequence));
    }
    return continuity;
  }

  @Test
  void countsHolesAndNothingBeforeTheFirst() {
    assertThat(of(5, 6, 7).gaps()).isZero();
    assertThat(of(5, 7, 10).gaps()).isEqualTo(3);
    assertThat(of(10, 7, 5).gaps()).isEqualTo(3);
    assertThat(of(5, 7, 6).gaps()).isZero();
    assertThat(of(1, Long.MAX_VALUE).gaps()).isEqualTo(Long.MAX_VALUE - 2);
  }

  @Test
  void countsWhatCameTwice() {
    SequenceTracker continuity = of(1, 2, 2, 3, 1);
    assertThat(continuity.repeats()).isEqualTo(2);
    assertThat(continuity.gaps()).isZero();
  }

  @Test
  void keepsProducersAndSourcesApart() {
    SequenceTracker continuity = of(1, 2);
    continuity.add(message("s", 2, 7));
    continuity.add(message("t", 1, 1));
    assertThat(continuity.gaps()).isZero();
    assertThat(continuity.repeats()).isZero();
  }

  @Test
  void knowsNothingWhereOneBearsNoEnvelope() {
    SequenceTracker continuity = new SequenceTracker();
    assertThat(continuity.isKnown()).isFalse();
    continuity.add(message("s", 1, 1));
    assertThat(continuity.isKnown()).isTrue();
    continuity.add(Message.of("s", NOTHING));
    assertThat(continuity.isKnown()).isFalse();
    assertThat(continuity.unknown()).isEqualTo(1);
  }

  @Test
  void agreesWithASetWhateverTheOrderAndHoweverItIsDivided() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      List<Long> come = new ArrayList<>();
      for (int i = 1 + random.nextInt(60); i > 0; i--) {
        come.add(1L + random.nextInt(80));
      }
      Set<Long> distinct = new HashSet<>(come);
      long span = Collections.max(come) - Collections.min(come) + 1;
      SequenceTracker parts = new SequenceTracker();
      for (int from = 0; from < come.size(); ) {
        int to = Math.min(come.size(), from + 1 + random.nextInt(20));
        parts.add(of(come.subList(from, to).stream().mapToLong(Long::longValue).toArray()));
        from = to;
      }
      assertThat(parts.gaps()).isEqualTo(span - distinct.size());
      assertThat(parts.repeats()).isEqualTo(come.size() - distinct.size());
      assertThat(parts.isKnown()).isTrue();
    }
  }

  @Test
  void keepsItsSumsWhenProducersAreTooMany() {
    SequenceTracker continuity = of(1, 3);
    for (long producer = 2; producer < 20_002; producer++) {
      continuity.add(message("s", producer, 1));
    }
    assertThat(continuity.gaps()).isEqualTo(1);
  }

  @Test
  void keepsItsSumsWhenHolesAreTooMany() {
    SequenceTracker continuity = new SequenceTracker();
    for (long sequence = 1; sequence < 60_000; sequence += 2) {
      continuity.add(message("s", 1, sequence));
    }
    assertThat(continuity.gaps()).isEqualTo(29_999);
  }
}
