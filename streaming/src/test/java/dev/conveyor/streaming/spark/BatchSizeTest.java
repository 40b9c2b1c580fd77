package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void beginsModestly() {
    assertThat(new BatchSize(Long.MAX_VALUE, SECOND).messages()).isEqualTo(1_000_000);
    assertThat(new BatchSize(7, SECOND).messages()).isEqualTo(7);
  }

  @Test
  void growsFourfoldAtMostToWhatTakesAnInterval() {
    BatchSize size = new BatchSize(Long.MAX_VALUE, SECOND);
    size.learn(1_000_000, Duration.ofMillis(10));
    assertThat(size.messages()).isEqualTo(4_000_000);
    size.learn(4_000_000, Duration.ofMillis(500));
    assertThat(size.messages()).isEqualTo(8_000_000);
  }

  @Test
  void growsOnlyByBatchesThatWereFull() {
    BatchSize size = new BatchSize(Long.MAX_VALUE, SECOND);
    size.learn(100, Duration.ofMillis(1));
    assertThat(size.messages()).isEqualTo(1_000_000);
  }

  @Test
  void aimsAtASecondWhereTheIntervalIsShorter() {
    BatchSize size = new BatchSize(Long.MAX_VALUE, Duration.ofMillis(100));
    size.learn(1_000_000, Duration.ofMillis(500));
    assertThat(size.messages()).isEqualTo(2_000_000);
  }

  @Test
  void neverExceedsItsLimit() {
    BatchSize size = new BatchSize(60_000, SECOND);
    size.learn(50_000, Duration.ofMillis(1));
    size.learn(60_000, Duration.ofMillis(1));
    assertThat(size.messages()).isEqualTo(60_000);
  }

  @Test
  void shrinksOnlyByBatchesThatTookFarTooLong() {
    BatchSize size = new BatchSize(Long.MAX_VALUE, SECOND);
    size.learn(1_000_000, Duration.ofMillis(1_900));
    assertThat(size.messages()).isEqualTo(1_000_000);
    size.learn(1_000_000, Duration.ofMillis(2_500));
    assertThat(size.messages()).isEqualTo(400_000);
  }

  @Test
  void recoversAtOnceFromBatchesThatWereSlow() {
    BatchSize size = new BatchSize(Long.MAX_VALUE, SECOND);
    for (int i = 0; i < 10; i++) {
      size.learn(size.messages(), Duration.ofMinutes(5));
    }
    assertThat(size.messages()).isEqualTo(10_000);
    size.learn(10_000, Duration.ofMillis(1));
    assertThat(size.messages()).isEqualTo(40_000);
  }
}
