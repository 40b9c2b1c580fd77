package dev.conveyor.streaming.spark.sql.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.spark.sql.DataSourceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadLimitsTest {
  private static ReadLimits most(long messages) {
    return new ReadLimits(messages, 0, Duration.ZERO, Long.MAX_VALUE);
  }

  private static List<Long> messages(List<Optional<Bounds>> bounds) {
    return bounds.stream().map(some -> some.map(Bounds::messages).orElse(0L)).toList();
  }

  @Test
  void dividesInProportionToWhatWaits() {
    assertThat(messages(most(100).divide(List.of(900L, 100L), 0))).containsExactly(90L, 10L);
    assertThat(messages(most(100).divide(List.of(1_000_000L, 1L), 0))).containsExactly(100L, 0L);
    assertThat(messages(most(100).divide(List.of(50L, 0L), 0))).containsExactly(100L, 0L);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "7", "100"})
  void staysWithinTheLimitAndServesAllInTurn(long limit) {
    List<Long> waiting = List.of(5L, 0L, 3_000L, 70L, 70L);
    boolean[] isServed = new boolean[waiting.size()];
    for (int first = 0; first < waiting.size(); first++) {
      List<Long> messages = messages(most(limit).divide(waiting, first));
      assertThat(messages.stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(limit);
      for (int i = 0; i < isServed.length; i++) {
        isServed[i] |= messages.get(i) > 0 || waiting.get(i) == 0;
      }
    }
    assertThat(isServed).doesNotContain(false);
  }

  @Test
  void looksAtIdleAddressesToo() {
    ReadLimits limits = new ReadLimits(Long.MAX_VALUE, 0, Duration.ZERO, 1_000);
    List<Optional<Bounds>> bounds = limits.divide(List.of(10L, 0L), 0);
    assertThat(bounds.get(0)).contains(new Bounds(Long.MAX_VALUE, 1_000));
    assertThat(bounds.get(1)).contains(new Bounds(Long.MAX_VALUE, 1));
  }

  private static ReadLimits parsed(Map<String, String> options) {
    return ReadLimits.of(new DataSourceOptions(options));
  }

  @Test
  void parsesItsOptions() {
    assertThat(
            parsed(
                Map.of(
                    "maxOffsetsPerTrigger", "10",
                    "MINOFFSETSPERTRIGGER", "5",
                    "maxTriggerDelay", "3s",
                    "maxBytesPerTrigger", "2MiB")))
        .isEqualTo(new ReadLimits(10, 5, Duration.ofSeconds(3), 2 << 20));
    assertThat(parsed(Map.of()))
        .isEqualTo(new ReadLimits(Long.MAX_VALUE, 0, Duration.ofMinutes(15), 256 << 20));
    assertThat(ReadLimits.asked(ReadLimit.allAvailable())).isEqualTo(ReadLimits.NONE);
    assertThat(ReadLimits.asked(most(3))).isEqualTo(most(3));
  }

  @ParameterizedTest
  @CsvSource({
    "maxOffsetsPerTrigger, 0",
    "maxOffsetsPerTrigger, -1",
    "maxOffsetsPerTrigger, 1e6",
    "maxOffsetsPerTrigger, 99999999999999999999",
    "maxTriggerDelay, 10",
    "maxBytesPerTrigger, much",
    "maxBytesPerTrigger, 99999999999t"
  })
  void refusesMalformedOptions(String name, String value) {
    assertThatThrownBy(() -> parsed(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cannot use option " + name + " \"" + value + "\"; give ");
  }

  @Test
  void refusesALeastAboveTheMost() {
    assertThatThrownBy(
            () -> parsed(Map.of("maxOffsetsPerTrigger", "10", "minOffsetsPerTrigger", "11")))
        .hasMessageContaining("give at most maxOffsetsPerTrigger, 10");
  }
}
