package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReceiverRateTest {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final ReceiverRate rate = new ReceiverRate(20_000, INTERVAL);

  private long after(long messages, long processed) {
    assertThat(rate.compute(0, messages, processed, 0).get()).isEqualTo((double) rate.perSecond());
    return rate.perSecond();
  }

  @Test
  void growsWhileItsShortBatchesUseIt() {
    assertThat(after(2_000, 90)).isEqualTo(80_000);
    assertThat(after(8_000, 95)).isEqualTo(320_000);
    assertThat(after(32_000, 240)).isEqualTo(1_280_000);
  }

  /** The fixed cost of a batch: Spark's own estimator would stay at 22,000. */
  @Test
  void doesNotTakeTheCostOfABatchForThatOfItsMessages() {
    for (int i = 0; i < 5; i++) {
      after(rate.perSecond() / 10, 90);
    }
    assertThat(rate.perSecond()).isGreaterThan(10_000_000);
  }

  @Test
  void staysWhereFewMessagesCome() {
    assertThat(after(900, 20)).isEqualTo(20_000);
    assertThat(after(0, 1)).isEqualTo(20_000);
  }

  @Test
  void staysWhileABatchIsAsLongAsItShouldBe() {
    assertThat(after(2_000, 400)).isEqualTo(20_000);
    assertThat(after(2_000, 1_000)).isEqualTo(20_000);
  }

  @Test
  void shrinksToWhatLongBatchesManage() {
    assertThat(after(20_000, 2_000)).isEqualTo(10_000);
    assertThat(after(2_000, 10_000)).isEqualTo(2_500);
  }

  @Test
  void neverStops() {
    for (int i = 0; i < 20; i++) {
      after(1, 60_000);
    }
    assertThat(rate.perSecond()).isEqualTo(1);
  }

  @Test
  void givesLongIntervalsTheirTime() {
    ReceiverRate slow = new ReceiverRate(1_000, Duration.ofSeconds(10));
    slow.compute(0, 10_000, 6_000, 0);
    assertThat(slow.perSecond()).isEqualTo(1_000);
    slow.compute(0, 10_000, 4_000, 0);
    assertThat(slow.perSecond()).isEqualTo(4_000);
  }
}
