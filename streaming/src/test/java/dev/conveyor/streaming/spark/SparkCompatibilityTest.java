package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("spark")
class SparkCompatibilityTest {
  private final SparkCompatibility line = new SparkCompatibility("3.5.5", "2.12");

  @Test
  void isTheOneThatTestsRunOn() {
    assertThatCode(SparkCompatibility::ensure).doesNotThrowAnyException();
  }

  @Test
  void takesALaterSparkOfItsLine() {
    assertThatCode(() -> line.ensure("3.5.8-amzn-1", "2.12.18")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"4.0.1, 2.13.16", "3.5.5, 2.13.8"})
  void refusesAnotherAndSaysWhatToTake(String spark, String scala) {
    assertThatIllegalStateException()
        .isThrownBy(() -> line.ensure(spark, scala))
        .withMessageStartingWith("cannot run on Spark " + spark)
        .withMessageEndingWith("_2.13");
  }
}
