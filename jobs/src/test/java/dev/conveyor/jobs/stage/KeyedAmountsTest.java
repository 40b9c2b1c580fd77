package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedAmountsTest {
  private final KeyedAmounts mapping = new KeyedAmounts();

  @Test
  void addsUpWhatFollowsTheFirstTab() {
    Tally tally = new Tally();
    for (String line : new String[] {"a\t1", "a\t-3", "\t7", "é b\t9223372036854775807"}) {
      mapping.map(Bytes.of(line.getBytes(UTF_8)), tally);
    }
    assertThat(WordsProbe.counts(tally)).isEqualTo(Map.of("a", -2L, "", 7L, "é b", Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "",
        "a\t",
        "a\tb\t3",
        "a\t3\t",
        "a\t1.5",
        "a\t 1",
        "a\t+1",
        "a\t9223372036854775808"
      })
  void refusesWhatHasNoWholeNumberThere(String line) {
    Tally tally = new Tally();
    assertThatThrownBy(() -> mapping.map(Bytes.of(line.getBytes(UTF_8)), tally))
        .isInstanceOf(UnparsableException.class);
    assertThat(tally.keys()).isZero();
  }
}
