package dev.conveyor.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Medians, and what follows from them. */
class StatisticsTest {
  @Test
  void medianOfAnOddNumberIsTheMiddle() {
    assertThat(Statistics.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Statistics(2, 1, 9, 3));
  }

  @Test
  void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(Statistics.of(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(new Statistics(3, 1, 9, 4));
  }

  @Test
  void nothingMeasuredIsUnknownAndReachesNoGoal() {
    assertThat(Statistics.of(List.of()).median()).isNaN();
    assertThat(Goal.atLeast("times", 2, figures -> figures.seconds("x")).isReachedBy(Double.NaN))
        .isFalse();
    assertThat(Goal.atMost("times", 2, figures -> figures.seconds("x")).isReachedBy(Double.NaN))
        .isFalse();
  }

  @Test
  void goalsIncludeTheirLimit() {
    assertThat(Goal.atLeast("times", 2, figures -> 0).isReachedBy(2)).isTrue();
    assertThat(Goal.atLeast("times", 2, figures -> 0).isReachedBy(1.99)).isFalse();
    assertThat(Goal.atMost("ms", 100, figures -> 0).isReachedBy(100)).isTrue();
    assertThat(Goal.atMost("ms", 100, figures -> 0).isReachedBy(101)).isFalse();
    assertThat(Goal.shown("ms", figures -> 0).isReachedBy(101)).isTrue();
  }

  @Test
  void figuresAreMediansOfASide() {
    Figures figures = new Figures();
    figures.add("ours", new Measurement(5, 8, "", Map.of("rate", 10.0)));
    figures.add("ours", new Measurement(3, 6, "", Map.of("rate", 30.0)));
    figures.add("ours", new Measurement(4, 9, "", Map.of()));
    figures.add("start", new Measurement(1, 1, "", Map.of()));
    assertThat(figures.seconds("ours")).isEqualTo(4);
    assertThat(figures.cpu("ours")).isEqualTo(8);
    assertThat(figures.afterStart("ours", "start")).isEqualTo(3);
    assertThat(figures.figureNames("ours")).containsExactly("rate");
    assertThat(figures.seconds("theirs")).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "0.123, 0.12",
    "2, 2",
    "2.5, 2.5",
    "34.56, 34.6",
    "100, 100",
    "'1234567', '1,234,567'"
  })
  void numbersHaveThreeDigits(double value, String text) {
    assertThat(Goal.number(value)).isEqualTo(text);
  }
}
