package dev.conveyor.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeSpanTest {
  @ParameterizedTest
  @CsvSource({
    "0ms, PT0S",
    "500ms, PT0.5S",
    "10s, PT10S",
    "90s, PT1M30S",
    "2m, PT2M",
    "3h, PT3H",
    "7d, P7D",
    "999999999ms, PT999999.999S",
    "3650d, P3650D"
  })
  void readsANumberAndAUnit(String text, Duration span) {
    assertThat(TimeSpan.parse(text)).isEqualTo(span);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "s",
        "-1s",
        "+1s",
        "1.5s",
        "1 s",
        " 1s",
        "1S",
        "1w",
        "1s1s",
        "1234567890s"
      })
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> TimeSpan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("500ms");
  }

  /** They would overflow nanoseconds, or the deadlines that are computed with them. */
  @ParameterizedTest
  @ValueSource(strings = {"3651d", "106752d", "999999999h", "999999999d", "999999999m"})
  void refusesWhatNoClockCanWaitFor(String text) {
    assertThatThrownBy(() -> TimeSpan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" is too long a span of time; write 3650d or less");
  }

  @ParameterizedTest
  @CsvSource({"120s, 2m", "48h, 2d", "1000ms, 1s", "60m, 1h"})
  void prefersTheLargerUnit(String text, String shorter) {
    assertThat(TimeSpan.format(TimeSpan.parse(text))).isEqualTo(shorter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0ms", "1ms", "1500ms", "10s", "61s", "2m", "3h", "25h", "7d"})
  void writesTheLargestWholeUnit(String text) {
    assertThat(TimeSpan.format(TimeSpan.parse(text))).isEqualTo(text);
  }
}
