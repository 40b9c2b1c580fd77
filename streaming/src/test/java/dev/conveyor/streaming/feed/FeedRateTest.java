package dev.conveyor.streaming.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedRateTest {
  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  @Test
  void isSteadyUnlessItAccelerates() {
    FeedRate rate = FeedRate.parse("100/s");
    assertThat(rate.due(seconds(0))).isZero();
    assertThat(rate.due(seconds(0.01))).isEqualTo(1);
    assertThat(rate.due(seconds(2.5))).isEqualTo(250);
    assertThat(rate.dueAt(250)).isEqualTo(seconds(2.5));
  }

  @Test
  void countsByMinutesAndHoursToo() {
    assertThat(FeedRate.parse("30/m").due(seconds(60))).isEqualTo(30);
    assertThat(FeedRate.parse("7200/h").due(seconds(3))).isEqualTo(6);
    assertThat(FeedRate.parse("0.5/s").due(seconds(4))).isEqualTo(2);
  }

  /** Doubling each second from one a second: 1 / ln 2 after one second, 1023 / ln 2 after ten. */
  @Test
  void growsByItsFactorEachSecond() {
    FeedRate rate = FeedRate.perSecond(1).growing(2);
    assertThat(rate.due(seconds(1))).isEqualTo(1);
    assertThat(rate.due(seconds(10))).isEqualTo((long) (1_023 / Math.log(2)));
    double before = rate.due(seconds(14)) - rate.due(seconds(13));
    double after = rate.due(seconds(15)) - rate.due(seconds(14));
    assertThat(after / before).isCloseTo(2, within(0.01));
  }

  @Test
  void tellsWhenAMessageIsDue() {
    FeedRate rate = FeedRate.perSecond(3).growing(1.3);
    for (long message = 1; message < 10_000; message += 77) {
      Duration at = rate.dueAt(message);
      assertThat(rate.due(at)).isEqualTo(message);
      assertThat(rate.due(at.minusMillis(1))).isLessThan(message);
    }
  }

  @Test
  void isWithoutBoundsWhenUnlimited() {
    assertThat(FeedRate.unlimited().due(seconds(0.001))).isEqualTo(Long.MAX_VALUE);
    assertThat(FeedRate.unlimited().dueAt(1_000_000)).isZero();
  }

  @Test
  void growsBeyondAllNumbersWithoutHarm() {
    assertThat(FeedRate.perSecond(1_000).growing(10).due(Duration.ofDays(365)))
        .isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "100", "0/s", "-1/s", "1e9/s", "100/d", "100 /s", "/s", "x/s"})
  void rejectsOtherTexts(String text) {
    assertThatThrownBy(() -> FeedRate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a rate");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsFactorsBelowOne(double factor) {
    FeedRate rate = FeedRate.perSecond(1);
    assertThatThrownBy(() -> rate.growing(factor)).isInstanceOf(IllegalArgumentException.class);
  }
}
