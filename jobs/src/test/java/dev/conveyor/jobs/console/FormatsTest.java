package dev.conveyor.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conveyor.streaming.stats.Latency;
import dev.conveyor.streaming.status.DeliveryStatus;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FormatsTest {
  private static final DeliveryStatus UNKNOWN =
      new DeliveryStatus(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
  private static final DeliveryStatus KNOWN =
      new DeliveryStatus(OptionalLong.of(1), OptionalLong.of(2), Optional.empty());

  @Test
  void speaksOfUnknownGapsOnlyWhereSomeAreExpected() {
    assertThat(Formats.delivery(UNKNOWN, 5, false)).isEmpty();
    assertThat(Formats.delivery(UNKNOWN, 5, true)).startsWith("; gaps unknown (");
    assertThat(Formats.delivery(KNOWN, 5, false)).isEqualTo("; 1 gap, 2 repeats");
    assertThat(Formats.delivery(KNOWN, 5, true)).isEqualTo("; 1 gap, 2 repeats");
  }

  @Test
  void tellsTheLatencyOfTheWholeRunAndAfterTheWarmUp() {
    Latency whole = new Latency(50, 2_000, Optional.empty());
    assertThat(Formats.delivery(known(whole), 5, true))
        .endsWith("2 repeats, latency 50 ms, p99 2000 ms");
    Latency both = new Latency(50, 2_000, Optional.of(new Latency.AfterWarmUp(40, 90, 3)));
    assertThat(Formats.delivery(known(both), 5, true))
        .endsWith(", latency 50 ms, p99 2000 ms, after warm-up 40 ms, p99 90 ms");
  }

  private static DeliveryStatus known(Latency latency) {
    return new DeliveryStatus(OptionalLong.of(1), OptionalLong.of(2), Optional.of(latency));
  }

  @Test
  void noMessageBoreNoEnvelope() {
    assertThat(Formats.delivery(UNKNOWN, 0, true)).isEqualTo("; 0 gaps");
    assertThat(Formats.delivery(UNKNOWN, 0, false)).isEmpty();
  }

  @Test
  void saysWhereDeadLettersAre() {
    assertThat(Formats.dead(0, "in out/_dead")).isEqualTo("0 dead letters");
    assertThat(Formats.dead(1, "in out/_dead")).isEqualTo("1 dead letter in out/_dead");
    assertThat(Formats.dead(20, "in out/_dead")).isEqualTo("20 dead letters in out/_dead");
  }
}
