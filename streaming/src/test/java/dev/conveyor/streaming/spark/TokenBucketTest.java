package dev.conveyor.streaming.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000;

  /** Reads whatever is allowed, a thousand times a second, for a number of seconds. */
  private static long read(TokenBucket allowance, long perSecond, int seconds) {
    long read = 0;
    for (long now = 0; now < seconds * SECOND; now += SECOND / 1_000) {
      int allowed = allowance.at(now, perSecond);
      allowance.spend(allowed);
      read += allowed;
    }
    return read;
  }

  @Test
  void staysWithinTheLimitOfABatch() {
    assertThat(read(new TokenBucket(1_000, 1, 0), Long.MAX_VALUE, 1)).isBetween(850L, 1_001L);
    assertThat(read(new TokenBucket(1_000, 1, 0), Long.MAX_VALUE, 10)).isBetween(8_900L, 10_000L);
    assertThat(read(new TokenBucket(1_000, 0.5, 0), Long.MAX_VALUE, 10))
        .isBetween(17_900L, 20_000L);
  }

  @Test
  void obeysBackPressure() {
    assertThat(read(new TokenBucket(Long.MAX_VALUE, 1, 0), 200, 10)).isBetween(1_750L, 2_000L);
  }

  @Test
  void letsSomethingThroughUnderTheSmallestLimit() {
    assertThat(read(new TokenBucket(1, 1, 0), Long.MAX_VALUE, 10)).isBetween(5L, 10L);
  }

  @Test
  void savesUpNoMoreThanATenthOfABatch() {
    TokenBucket allowance = new TokenBucket(1_000, 1, 0);
    assertThat(allowance.at(3_600 * SECOND, Long.MAX_VALUE)).isEqualTo(100);
  }

  @Test
  void isAsGoodAsUnlimitedWithoutALimit() {
    TokenBucket allowance = new TokenBucket(Long.MAX_VALUE, 1, 0);
    assertThat(allowance.at(SECOND / 100, Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }
}
