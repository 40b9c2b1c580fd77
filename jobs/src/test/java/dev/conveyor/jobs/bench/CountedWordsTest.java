package dev.conveyor.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.conveyor.jobs.bench.StreamSides.Load;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line of a program that counts words, and the measurement that is made of it. */
class CountedWordsTest {
  private static final MeasuredCommand.Run RUN = new MeasuredCommand.Run(9, 12, Path.of("nowhere"));

  @Test
  void theRateIsThatOfTheProgramsOwnClock() throws IOException {
    Measurement measured =
        CountedWords.of(RUN, "1000 4.000 5.500 c0ffee").measurement(new Load("list", 1_000, 42));
    assertThat(measured.seconds()).isEqualTo(9);
    assertThat(measured.cpu()).isEqualTo(12);
    assertThat(measured.digest()).isEqualTo("c0ffee");
    assertThat(measured.figures())
        .containsEntry(StreamSides.RATE, 250.0)
        .containsEntry("own seconds", 4.0)
        .containsEntry("query seconds", 5.5)
        .hasSize(3);
  }

  @Test
  void totalsAreComparedOfAllMessagesOnly() throws IOException {
    Measurement measured =
        CountedWords.of(RUN, "999 4.000 5.500 c0ffee").measurement(new Load("list", 1_000, 42));
    assertThat(measured.digest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000 4.000", "1000 4.000 5.500 c0ffee more", "many 4.000 5.500 c0ffee"})
  void refusesAnotherLine(String line) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> CountedWords.of(RUN, line))
        .withMessageContaining("cannot read the result '" + line + "'");
  }
}
