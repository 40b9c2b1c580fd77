package dev.conveyor.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentRateTest {
  private static final long SECOND = 1_000_000_000;
  private final RecentRate rate = new RecentRate(Duration.ofSeconds(5));

  @Test
  void isZeroBeforeItCanTell() {
    assertThat(rate.perSecond()).isZero();
    rate.add(0, 7);
    assertThat(rate.perSecond()).isZero();
    rate.add(0, 8);
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void isTheOneOfTheLastSecondsAndNoAverage() {
    long done = 0;
    for (int second = 0; second <= 100; second++) {
      rate.add(second * SECOND, done += 1_000);
    }
    assertThat(rate.perSecond()).isEqualTo(1_000);
    for (int second = 101; second <= 106; second++) {
      rate.add(second * SECOND, done += 10);
    }
    assertThat(rate.perSecond()).isEqualTo(10);
    for (int second = 107; second <= 112; second++) {
      rate.add(second * SECOND, done);
    }
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void takesAPauseBetweenSamplesIntoAccount() {
    rate.add(0, 0);
    rate.add(100 * SECOND, 500);
    assertThat(rate.perSecond()).isEqualTo(5);
  }
}
