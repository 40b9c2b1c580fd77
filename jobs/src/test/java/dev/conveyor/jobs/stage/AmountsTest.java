package dev.conveyor.jobs.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

  @Test
  void linesAddUpAsTheyStand() {
    Tally tally = new Tally();
    Amounts amounts = new Amounts();
    for (String line :
        new String[] {
          "Don’t\t3",
          "Don’t\t-5",
          "a\tb\t1",
          "\t7",
          "x\t0042",
          "min\t" + Long.MIN_VALUE,
          "max\t" + Long.MAX_VALUE,
          "zero\t-0"
        }) {
      amounts.map(Bytes.of(line.getBytes(UTF_8)), tally);
    }
    assertThat(WordsProbe.counts(tally))
        .isEqualTo(
            Map.of(
                "Don’t",
                -2L,
                "a\tb",
                1L,
                "",
                7L,
                "x",
                42L,
                "min",
                Long.MIN_VALUE,
                "max",
                Long.MAX_VALUE,
                "zero",
                0L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "key", "key 1"})
  void aLineWithoutTabIsRefused(String line) {
    assertRefused(line, "no tab between key and amount");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\t",
        "a\t",
        "a\t-",
        "a\t+1",
        "a\t--1",
        "a\t1 ",
        "a\t1.0",
        "a\t٣",
        "a\t1\r",
        "a\t9223372036854775808",
        "a\t-9223372036854775809",
        "a\t18446744073709551617",
        "a\t99999999999999999999999",
        "a\t1-1"
      })
  void whatIsNoLongIsRefused(String line) {
    assertRefused(line, "the amount is not a 64-bit integer");
  }

  private static void assertRefused(String line, String reason) {
    assertThatThrownBy(() -> WordsProbe.tally(new Amounts(), line.getBytes(UTF_8)))
        .isInstanceOf(UnparsableException.class)
        .hasMessage(reason);
  }
}
